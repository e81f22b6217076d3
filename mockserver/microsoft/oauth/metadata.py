"""What anybody may know: the discovery document, the keys, and which hosts are Microsoft's.

https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mockserver.microsoft.oauth.refusals import INSTANCE_UNKNOWN, Refusal

if TYPE_CHECKING:
    from mockserver.identity.identity import Identity
    from mockserver.microsoft.oauth.tenants import Tenant

MICROSOFT = "login.microsoftonline.com"
_ALIASES = (
    (MICROSOFT, "login.windows.net", (MICROSOFT, "login.windows.net", "login.microsoft.com", "sts.windows.net")),
    ("login.partner.microsoftonline.cn", "login.partner.microsoftonline.cn",
     ("login.partner.microsoftonline.cn", "login.chinacloudapi.cn")),
    ("login.microsoftonline.us", "login.microsoftonline.us",
     ("login.microsoftonline.us", "login.usgovcloudapi.net")),
)  # fmt: skip
_CLAIMS = (
    "sub", "iss", "cloud_instance_name", "cloud_instance_host_name", "cloud_graph_host_name", "msgraph_host", "aud",
    "exp", "iat", "auth_time", "acr", "nonce", "preferred_username", "name", "tid", "ver", "at_hash", "c_hash", "email",
)  # fmt: skip


def issuer_of(tenant: Tenant, base: str) -> str:
    """Who issues for a tenant; a template where the tenant is not one in particular."""
    return f"{base}/{tenant.issuer_segment}/v2.0"


def discovery(tenant: Tenant, base: str) -> dict[str, Any]:
    """The discovery document, its members in their usual order."""
    name = tenant.id if tenant.kind in {"own", "consumers"} else tenant.kind
    root = f"{base}/{name}"
    return {
        "token_endpoint": f"{root}/oauth2/v2.0/token",
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "jwks_uri": f"{root}/discovery/v2.0/keys",
        "response_modes_supported": ["query", "fragment", "form_post"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "issuer": issuer_of(tenant, base),
        "request_uri_parameter_supported": False,
        "userinfo_endpoint": f"{base}/oidc/userinfo",
        "authorization_endpoint": f"{root}/oauth2/v2.0/authorize",
        "device_authorization_endpoint": f"{root}/oauth2/v2.0/devicecode",
        "http_logout_supported": True,
        "frontchannel_logout_supported": True,
        "end_session_endpoint": f"{root}/oauth2/v2.0/logout",
        "claims_supported": list(_CLAIMS),
        "kerberos_endpoint": f"{root}/kerberos",
        "tenant_region_scope": "WW" if tenant.kind == "own" else None,
        "cloud_instance_name": "microsoftonline.com",
        "cloud_graph_host_name": "graph.windows.net",
        "msgraph_host": "graph.microsoft.com",
        "rbac_url": "https://pas.windows.net",
    }


def keys(identity: Identity, tenant: Tenant, base: str) -> dict[str, Any]:
    """The keys that sign for a tenant."""
    return identity.authorization.keys["microsoft"].jwks(issuer_of(tenant, base))


def instance(base: str, endpoint: str | None) -> dict[str, Any]:
    """Which hosts are Microsoft's, and where the tenant of an authorization endpoint is described.

    This server's own host is one of them. Raises `Refusal` for any other.
    """
    parts = urlsplit(endpoint or "")
    own = urlsplit(base)
    known = {alias for _, _, aliases in _ALIASES for alias in aliases}
    tenant, _, _ = parts.path.partition("/oauth2/")
    own_host = parts.netloc == own.netloc
    if parts.scheme != "https" or not tenant or (not own_host and parts.hostname not in known):
        raise Refusal(INSTANCE_UNKNOWN, f"authorization_endpoint is {endpoint!r:.200}")
    hosts = [
        {"preferred_network": network, "preferred_cache": cache, "aliases": list(aliases)}
        for network, cache, aliases in _ALIASES
    ]
    if own_host and own.netloc not in known:
        hosts.append({"preferred_network": own.netloc, "preferred_cache": own.netloc, "aliases": [own.netloc]})
    return {
        "tenant_discovery_endpoint": f"https://{parts.netloc}{tenant}/v2.0/.well-known/openid-configuration",
        "api-version": "1.1",
        "metadata": hosts,
    }
