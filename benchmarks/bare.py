"""Bare aiohttp: one handler that returns prepared bytes. It is what the server is compared with.

python -m benchmarks.bare PORT FILE
"""

import sys
from pathlib import Path

from aiohttp import web

BODY = Path(sys.argv[2]).read_bytes()


async def answer(_request: web.Request) -> web.Response:
    return web.Response(body=BODY, content_type="application/json")


app = web.Application()
app.router.add_get("/healthz", answer)
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
