"""A real WordPress with the plugin in it, the real service beside it, and the ways a post gets to readers."""

from __future__ import annotations

import base64
import http.cookiejar
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
KIT = Path(__file__).parent / "wordpress"
VERSIONS = {"trixie": "6.8", "sid": "7.1"}
"""WordPress's versions, by the suite of Debian that has them."""
TOKEN = "a-token-for-the-tests-only"

_EVAL = """
$_SERVER += array("HTTP_HOST" => "127.0.0.1", "SERVER_PROTOCOL" => "HTTP/1.1", "REQUEST_METHOD" => "GET");
chdir($argv[1]); require "./wp-load.php"; require_once ABSPATH . "wp-admin/includes/admin.php";
wp_set_current_user((int) $argv[3]); $in = json_decode($argv[4], true);
echo "\\n" . wp_json_encode((function ($in) use ($argv) { global $wpdb; return eval($argv[2]); })($in));
"""


def what_is_missing() -> str:
    """Why no WordPress can be had here; empty if one can."""
    for program in ("php", "npm", "apt-get", "dpkg-deb"):
        if shutil.which(program) is None:
            return f"there is no `{program}`"
    modules = subprocess.run(["php", "-m"], capture_output=True, text=True, check=True).stdout.lower().split()
    missing = sorted({"curl", "dom", "gd", "mbstring", "pdo_sqlite"} - set(modules))
    return f"PHP has no {', '.join(missing)}" if missing else ""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def await_answer(url: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{url} does not answer")


@contextmanager
def service(*options: str) -> Iterator[str]:
    """The address of a running `compliance serve`."""
    port = free_port()
    command = [sys.executable, "-m", "compliance", "serve", "--port", str(port), *options]
    environment = {**os.environ, "COMPLIANCE_TOKENS": TOKEN}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            await_answer(f"http://127.0.0.1:{port}/healthz")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@contextmanager
def hanging() -> Iterator[str]:
    """The address of something that takes every connection, and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


class Answered(NamedTuple):
    """What came back over HTTP."""

    status: int
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


class Desk:
    """A WordPress site that is running."""

    def __init__(self, folder: Path, suite: str) -> None:
        """Make one in an empty folder, or take one that was made before from `$COMPLIANCE_WORDPRESS`."""
        self.site = folder / "site"
        kept = os.environ.get("COMPLIANCE_WORDPRESS", "")
        made = Path(kept) / suite if kept else folder
        if not (made / "site").exists():
            subprocess.run(["bash", KIT / "prepare.sh", made, suite], check=True)
        if made != folder:
            shutil.copytree(made / "site", self.site)
        self.home = f"http://127.0.0.1:{free_port()}"
        self._environment = {**os.environ, "WORDPRESS_HOME": self.home, "PHP_CLI_SERVER_WORKERS": "4"}
        compiled = folder / "compiled"
        compiled.mkdir()
        # Compiling WordPress anew takes most of the time of each command.
        self._options = [f"-dopcache.file_cache={compiled}", "-dopcache.enable_cli=1", "-dsendmail_path=/bin/true"]
        self._set: dict[str, Any] = {}
        self._sessions: dict[str, urllib.request.OpenerDirector] = {}

    @contextmanager
    def running(self) -> Iterator[Desk]:
        address = self.home.removeprefix("http://")
        options = [*self._options, "-d", "memory_limit=256M", "-S", address, "-t", str(self.site)]
        log = (self.site.parent / "php.log").open("w")
        with subprocess.Popen(
            ["php", *options, str(KIT / "router.php")],
            env=self._environment, stdout=log, stderr=log, start_new_session=True,
        ) as process:  # fmt: skip
            try:
                await_answer(self.home + "/?rest_route=/")
                yield self
            finally:
                os.killpg(process.pid, signal.SIGTERM)  # its workers outlive it

    def install(self, plugin: Path) -> None:
        """Put the plugin's archive in, and switch it on."""
        shutil.unpack_archive(plugin, self.site / "wp-content" / "plugins", "zip")
        assert self.php("return activate_plugin('newsroom-compliance/newsroom-compliance.php');") is None

    def php(self, code: str, given: Any = None, user: int = 0) -> Any:
        """What PHP returns inside WordPress; `$in` is what is given."""
        command = ["php", *self._options, "-dopcache.file_cache_only=1", "-d", "display_errors=stderr", "-r", _EVAL]
        command += [str(self.site), code, str(user), json.dumps(given)]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr + done.stdout
        return json.loads(done.stdout.splitlines()[-1])

    def set(self, **settings: Any) -> None:
        """Set the plugin's settings; the others are as they are by default, but for a short time limit."""
        given = {"token": TOKEN, "timeout": 0.5, **settings}
        if given != self._set:
            self.php("update_option('newsroom_compliance', $in);", given)
            self._set = given

    def rest(self, method: str, path: str, body: Any = None, user: str = "admin") -> Answered:
        """Ask the REST API, as an app does."""
        credentials = base64.b64encode(f"{user}:{self.password(user)}".encode()).decode()
        headers = {"Authorization": f"Basic {credentials}", "Content-Type": "application/json"}
        data = json.dumps(body).encode() if body is not None else None
        return _answered(
            urllib.request.build_opener(),
            urllib.request.Request(self.home + "/?rest_route=" + path, data, headers, method=method),
        )

    def password(self, user: str) -> str:
        """An application password, made once."""
        kept = self.site.parent / f"password-{user}"
        if not kept.exists():
            code = """
                $user = get_user_by('login', $in);
                return WP_Application_Passwords::create_new_application_password($user->ID, array('name' => 'test'))[0];
            """
            kept.write_text(self.php(code, user))
        return kept.read_text()

    def screen(self, path: str, form: dict[str, str] | None = None, user: str = "admin") -> Answered:
        """A page of the administration, as a browser gets it, or what comes of sending a form to it."""
        if user not in self._sessions:
            jar = http.cookiejar.CookieJar()
            self._sessions[user] = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
            self.screen("/wp-login.php", None, user)
            login = {"log": user, "pwd": f"{user}-pw", "testcookie": "1"}
            assert "wp-admin-bar" in self.screen("/wp-login.php", login, user).text
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        return _answered(self._sessions[user], urllib.request.Request(self.home + path, data))

    def draft(self, title: str, content: str, **more: Any) -> int:
        """A post that nobody has published."""
        row = {"post_title": title, "post_content": content, "post_status": "draft", "post_author": 2, **more}
        return int(self.php("return wp_insert_post(wp_slash($in), true);", row, user=1))

    def post(self, number: int) -> dict[str, Any]:
        """A post as it is stored, and all that there is about it."""
        code = """
            clean_post_cache($in); $p = get_post($in);
            $a = wp_get_post_autosave($in);
            return array('status' => $p->post_status, 'title' => $p->post_title, 'content' => $p->post_content,
              'autosave' => $a ? $a->post_content : null, 'heard' => (int) get_post_meta($in, 'heard_of', true),
              'tags' => wp_get_post_tags($in, array('fields' => 'names')),
              'audit' => get_post_meta($in, '_newsroom_compliance_audit', true) ?: array());
        """
        found: dict[str, Any] = self.php(code, number)
        return found


def installed(folder: Path, suite: str) -> Desk:
    """A desk with the plugin that `compliance plugin wordpress` writes, switched on."""
    desk = Desk(folder, suite)
    command = [sys.executable, "-m", "compliance", "plugin", "wordpress", "-o", str(folder / "compliance.zip")]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    desk.install(folder / "compliance.zip")
    return desk


def _answered(opener: urllib.request.OpenerDirector, request: urllib.request.Request) -> Answered:
    try:
        with opener.open(request, timeout=60) as response:
            return Answered(response.status, response.read().decode())
    except urllib.error.HTTPError as error:
        return Answered(error.code, error.read().decode())
