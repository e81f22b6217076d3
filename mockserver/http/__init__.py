"""HTTP: how a request becomes an operation, and a value an answer.

`operation` is the one declaration an operation is made by; `parameters` reads its query into a typed struct; `routing`
finds it; `exchange` is one request on its way; `provider` what answers for a family of paths; `resolving` finds the
session; `receiving` reads the request, `pipeline` is the list of stages; `cors` what browsers ask for.
aiohttp is known here and in `server` only. No provider's word stands here.
"""
