"""Bare aiohttp that verifies an assertion with joserfc and returns prepared bytes: a token server's least work.

python -m benchmarks.bare_verifying PORT FILE    the file holds the service account's private key
"""

import sys
from pathlib import Path
from urllib.parse import parse_qs

from aiohttp import web
from joserfc import jwt
from joserfc.jwk import RSAKey

KEY = RSAKey.import_key(Path(sys.argv[2]).read_bytes())
BODY = b'{"access_token": "ya29.c.' + b"x" * 64 + b'", "expires_in": 3599, "token_type": "Bearer"}'


async def token(request: web.Request) -> web.Response:
    form = parse_qs((await request.read()).decode())
    jwt.decode(form["assertion"][0], KEY, algorithms=["RS256"])
    return web.Response(body=BODY, content_type="application/json")


async def well(_request: web.Request) -> web.Response:
    return web.Response()


app = web.Application()
app.router.add_post("/token", token)
app.router.add_get("/healthz", well)
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
