"""Keeps Superdesk from publishing what the desk's terms block: a module of the server, in `INSTALLED_APPS`.

`item_validate` is sent before an item is published, corrected or scheduled; what is added to `response` is shown to
the editor, and nothing is published. In the environment: `COMPLIANCE_URL`, `COMPLIANCE_TOKEN`, and
`COMPLIANCE_FAIL_OPEN=True` if items may be published while nothing can be checked.
"""

import json
import os
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

URL = os.environ.get("COMPLIANCE_URL", "http://127.0.0.1:8470")
TOKEN = os.environ.get("COMPLIANCE_TOKEN", "")
FAIL_OPEN = os.environ.get("COMPLIANCE_FAIL_OPEN") == "True"
SECONDS = 10


def init_app(app):
    from superdesk.signals import item_validate

    item_validate.connect(validate)


def validate(sender, item, response, error_fields, **_):
    body = json.dumps({"source": "superdesk", "article": item}, default=str).encode()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}"}
    try:
        answer = json.load(urlopen(Request(f"{URL}/v1/check", body, headers), timeout=SECONDS))
    except HTTPError as error:  # problem details; they carry a decision where it was the article that could not be read
        answer = json.load(error) if "json" in error.headers.get("content-type", "") else {}
    except (URLError, TimeoutError, ValueError):
        answer = {}
    decision = answer.get("decision") or ("warn" if FAIL_OPEN else "block")
    if decision != "block":
        return
    outcomes = answer.get("report", {}).get("outcomes", [])
    told = [f"{each['message']}: {each['reason']}" for each in outcomes if each["rule"] in answer.get("blocking", ())]
    response.extend(told or [f"The terms could not be checked: {answer.get('detail', 'nobody answers')}"])
