"""Asks whether an article may be published: the article as JSON on standard input, the answer in the exit code.

    python webhook.py SOURCE < article.json      # 0: publish; 1: do not; 3: nothing was checked

For any system that can run a command, or as a pattern for one that sends a webhook and can act on what comes back.
`COMPLIANCE_URL` and `COMPLIANCE_TOKEN` are in the environment.
"""

import json
import os
import sys
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen


def ask(source, article):
    url = f"{os.environ.get('COMPLIANCE_URL', 'http://127.0.0.1:8470')}/v1/webhook/{source}"
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {os.environ.get('COMPLIANCE_TOKEN', '')}"}
    try:
        return json.load(urlopen(Request(url, article, headers), timeout=10))
    except HTTPError as error:  # problem details
        return json.load(error) if "json" in error.headers.get("content-type", "") else {"detail": str(error)}
    except (URLError, TimeoutError, ValueError) as error:
        return {"detail": str(error)}


if __name__ == "__main__":
    answer = ask(sys.argv[1], sys.stdin.buffer.read())
    for each in answer.get("report", {}).get("outcomes", ()):
        if each["rule"] in answer["blocking"] + answer["warning"]:
            print(f"{each['rule']}: {each['message']}: {each['reason']}")
    if "detail" in answer:
        print(f"not checked: {answer['detail']}")
    sys.exit({"allow": 0, "warn": 0, "block": 1}.get(answer.get("decision"), 3))
