"""Every refusal of Microsoft Graph's calendar side: one row each, raised by name, rendered in one place.

Rows and shape: the error tables of the project's notes on the API, that is Microsoft's "Error responses and resource
types" and recorded answers. What no recording shows is marked [inferred] and stands here only, so that it is changed
here only. How an answer is written is `render.py`'s, which rows the faults have is `faults.py`'s.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any, NamedTuple

from mockserver.clock import SECOND
from mockserver.documents import StoreFull
from mockserver.http.parameters import BadParameter
from mockserver.http.refusals import BadBody, BadQuery, TooLarge
from mockserver.identity.tokens import TokenRefused

if TYPE_CHECKING:
    from collections.abc import Callable

_CHALLENGE = (
    'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", '
    'client_id="00000003-0000-0000-c000-000000000000"'
)
_UNAUTHORIZED = (("WWW-Authenticate", _CHALLENGE),)
_NO = "Your request can't be completed."
_LATER = (("Retry-After", "{retry_after}"),)
# A second: clients wait as long as they are told to, and kiota three seconds more.
_DEFAULTS = {"retry_after": "1"}


class Row(NamedTuple):
    """One refusal. `message` and the values of `headers` have placeholders, which a `Refusal` fills.

    `inner` stands in `innerError` before what every one of them has; `bare`: recorded without any `innerError`.
    """

    status: int
    code: str
    message: str
    headers: tuple[tuple[str, str], ...] = ()
    inner: tuple[tuple[str, str], ...] = ()
    bare: bool = False


# Ids, properties and business rules.
MALFORMED_ID = Row(400, "ErrorInvalidIdMalformed", "Id is malformed.")
PROPERTY_VALIDATION = Row(400, "ErrorPropertyValidationFailure", "At least one property failed validation.")
ALL_DAY_MIDNIGHT = Row(
    400, "ErrorInvalidRequest", "The Event.{side} property for an all-day event needs to be set to midnight."
)
ORGANIZER_CANNOT_RESPOND = Row(
    400, "ErrorInvalidRequest", f"{_NO} You can't respond to this meeting because you're the meeting organizer."
)
RESPONSE_NOT_REQUESTED = Row(400, "ErrorInvalidRequest", f"{_NO} The meeting organizer hasn't requested a response.")
ONLY_ORGANIZER_CANCELS = Row(400, "ErrorInvalidRequest", f"{_NO} You need to be an organizer to cancel a meeting.")
INVALID_REQUEST = Row(400, "ErrorInvalidRequest", f"{_NO} {{detail}}")
# [inferred]: the words
WINDOW_TOO_LONG = Row(400, "ErrorInvalidRequest", "The requested time range must be within 1825 days.")
PROPOSAL_WITHOUT_RESPONSE = Row(
    400, "ErrorInvalidParameter", f"{_NO} A new time can be proposed only if a response is sent.", bare=True
)  # [inferred]: the words
PROPOSALS_NOT_ALLOWED = Row(
    400, "ErrorInvalidRequest", f"{_NO} The meeting organizer doesn't allow new time proposals."
)  # [inferred]: code and words
DUPLICATE_TRANSACTION_ID = Row(
    400,
    "ErrorDuplicateTransactionId",
    f"{_NO} The TransactionId specified in the request has already been used to create a different event.",
)
TIME_ZONE_NOT_SUPPORTED = Row(
    400,
    "TimeZoneNotSupportedException",
    "A valid TimeZone value must be specified. The following TimeZone value is not supported: '{zone}'.",
    bare=True,
)
# [inferred]: the words, and that Graph passes Exchange's code on; the three below are the same
EVENT_TOO_LONG = Row(400, "ErrorCalendarDurationIsTooLong", "Duration is too long.")
NO_OCCURRENCE = Row(400, "ErrorRecurrenceHasNoOccurrence", "The recurrence pattern has no occurrence.")
RECURRENCE_END_TOO_BIG = Row(
    400, "ErrorRecurrenceEndDateTooBig", "Recurrence end date can not exceed Sep 1, 4500 00:00:00."
)
OCCURRENCE_TOO_LONG = Row(
    400, "ErrorOccurrenceTimeSpanTooBig", "The occurrence is longer than the period of the recurrence."
)
OCCURRENCE_CROSSING = Row(
    400, "ErrorOccurrenceCrossingBoundary", "Modified occurrence is crossing or overlapping adjacent occurrence."
)
INVALID_RECIPIENTS = Row(400, "ErrorInvalidRecipients", "At least one recipient isn't valid.")
FOLDER_EXISTS = Row(
    409, "ErrorFolderExists", "A folder with the specified name already exists., Could not create folder '{name}'."
)  # a 400 was recorded as well
# [inferred]: all of it
CANNOT_DELETE_DEFAULT = Row(400, "ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be deleted.")
CONFLICT = Row(409, "ErrorIrresolvableConflict", "The item was changed by another request.")  # [inferred]: the words
CHANGE_KEY_MISMATCH = Row(
    412,
    "ErrorIrresolvableConflict",
    "The send or update operation could not be performed because the change key passed in the request does not match "
    "the current change key for the item.",
)

# The body, the path and the query.
BODY_NOT_DESERIALIZED = Row(400, "UnableToDeserializePostBody", "were unable to deserialize")  # [inferred]: the words
UNKNOWN_PROPERTY = Row(
    400,
    "RequestBodyRead",
    "The property '{property}' does not exist on type '{type}'. Make sure to only use property names that are defined "
    "by the type or mark the type as open type.",
)
NO_CONTENT_TYPE = Row(
    415,
    "RequestBodyRead",
    "A missing or empty content type header was found when trying to read a message. The content type header is "
    "required.",
)
MALFORMED_JSON = Row(
    400,
    "BadRequest",
    "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON "
    "format.",
)
TOO_LARGE = Row(413, "RequestEntityTooLarge", "The request's body is too large.")  # [inferred]: code and words
UNKNOWN_SEGMENT = Row(400, "BadRequest", "Resource not found for the segment '{segment}'.")
METHOD_NOT_ALLOWED = Row(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.")
# The mock's own.
NOT_BUILT = Row(501, "NotImplemented", "{operation} is not emulated by mockserver. Nearest served: {nearest}.")
BAD_QUERY = Row(400, "BadRequest", "The query specified in the URI is not valid.")  # [inferred]
# [inferred]: the framework's words, as of other services on it
BAD_OPTION = Row(400, "BadRequest", "Invalid value '{value}' for {name} query option found. {right}")
BAD_FILTER = Row(400, "BadRequest", "Invalid filter clause")
BAD_SYNTAX = Row(
    400, "BadRequest", "Syntax error: character '{character}' is not valid at position {position} in '{text}'."
)
UNKNOWN_NAME = Row(400, "BadRequest", "Could not find a property named '{name}' on type '{type}'.")
ORDER_BY_COMPLEX = Row(400, "BadRequest", "The $orderby expression must evaluate to a single value of primitive type.")
INVALID_URL_QUERY = Row(400, "ErrorInvalidUrlQuery", "{message}")
# the code is [inferred] for this text
FILTER_NOT_SUPPORTED = Row(400, "ErrorInvalidUrlQueryFilter", "The property '{property}' does not support filtering.")
# [inferred]: the words
UNSUPPORTED_FUNCTION = Row(400, "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.")
UNSUPPORTED_EXPRESSION = Row(400, "UnsupportedEntityExpression", "'{expression}' is not a supported filter expression.")
# the words are [doc] for messages
INEFFICIENT_FILTER = Row(400, "InefficientFilter", "The restriction or sort order is too complex for this operation.")
SEARCH_NOT_SUPPORTED = Row(
    400, "ErrorInvalidUrlQuery", "The query parameter '$search' is not supported on this resource."
)  # [inferred]
WINDOW_MISSING = Row(
    400,
    "ErrorInvalidParameter",
    "This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.",
    bare=True,
)
# [inferred]: code and words
WINDOW_REVERSED = Row(400, "ErrorInvalidParameter", "The start of the time window must be before its end.", bare=True)
INVALID_PARAMETER = Row(
    400, "ErrorInvalidParameter", "The value '{value}' of the parameter '{name}' is not valid. {right}", bare=True
)  # [inferred]: the words
# [inferred]: the words
MISSING_PARAMETER = Row(400, "ErrorInvalidParameter", "The parameter '{name}' is required.", bare=True)

# Changes since the last time.
DELTA_TOP = Row(
    400,
    "ErrorInvalidUrlQuery",
    "The '$top' parameter is not supported with change tracking over the 'CalendarView' resource as page size cannot "
    "be guaranteed. Express page size preferences using the Prefer: odata.maxpagesize= header instead.",
)
DELTA_OPTIONS = Row(
    400,
    "ErrorInvalidUrlQuery",
    "The following parameters are not supported with change tracking over the 'CalendarView' resource: "
    "'$orderby, $filter, $select, $expand, $search'.",
)
# [inferred]: the code
DELTA_NOT_SUPPORTED = Row(400, "BadRequest", "Change tracking is not supported against '{type}'.")
MALFORMED_TOKEN = Row(400, "BadRequest", "Badly formed token.")  # [inferred]: the code; the words are those of mail
SYNC_STATE_NOT_FOUND = Row(
    410,
    "SyncStateNotFound",
    "The sync state generation is not found; generation={generation};[highest={highest}].",
    (("Location", "{location}"),),
)

# Free and busy.
TOO_MANY_MAILBOXES = Row(
    400,
    "ErrorMailboxDataArrayTooBig",
    "There are too many target users in the EmailAddress array. The allowed size = {allowed}; the actual size = "
    "{actual}.",
)
TIME_INTERVAL_TOO_BIG = Row(
    400,
    "ErrorTimeIntervalTooBig",
    "The requested time duration specified for FreeBusyViewOptions.TimeWindow is too long.",
)  # [inferred]: the words
INVALID_TIME_INTERVAL = Row(
    400, "ErrorInvalidTimeInterval", "The time duration specified for FreeBusyViewOptions.TimeWindow is invalid."
)

# Subscriptions.
VALIDATION_FAILED = Row(
    400,
    "ValidationError",
    "Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.",
)
VALIDATION_FORBIDDEN = Row(400, "ValidationError", f"{VALIDATION_FAILED.message} HTTP status code is '{{status}}'.")
VALIDATION_TIMED_OUT = Row(400, "ValidationError", "Subscription validation request timed out.")
EXPIRATION_TOO_LATE = Row(400, "ExtensionError", "Subscription expiration can only be {minutes} minutes in the future.")
# [inferred]: the words
EXPIRATION_PAST = Row(400, "InvalidRequest", "The expirationDateTime of a subscription must be in the future.")
SUBSCRIPTION_FIELD_MISSING = Row(400, "InvalidRequest", "{name} is a required property for subscription creation")
SUBSCRIPTION_NOT_READ = Row(
    400,
    "InvalidRequest",
    "Could not process subscription creation payload. Are all property names spelled and camelCased properly?",
)
SUBSCRIPTION_NOT_CHANGED = Row(
    400,
    "InvalidRequest",
    "Subscription must contain either the 'expirationDateTime' or 'notificationUrl' property and its value.",
)  # [inferred]: the code
WORKLOAD_FORBIDDEN = Row(
    403, "ExtensionError", "Operation: Create; Exception: [Status Code: Forbidden; Reason: {reason}]"
)
SUBSCRIPTION_NOT_FOUND = Row(404, "ResourceNotFound", "The object was not found.")

# Batches.
# [inferred]: the code, here and below
BATCH_ID_NOT_UNIQUE = Row(400, "BadRequest", "Request Id {id} has to be unique in a batch.")
BATCH_TOO_LARGE = Row(
    400, "MaximumValueExceeded", "Number of batch request steps exceeds the maximum value of {limit}."
)
MALFORMED_BATCH = Row(400, "BadRequest", "Invalid batch payload format.")
# [inferred]: code and words
FAILED_DEPENDENCY = Row(424, "FailedDependency", "The request depends on {id}, which failed.")

# Tokens and rights.
TOKEN_EMPTY = Row(401, "InvalidAuthenticationToken", "Access token is empty.", _UNAUTHORIZED)
TOKEN_EXPIRED = Row(
    401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.", _UNAUTHORIZED
)
TOKEN_MALFORMED = Row(
    401,
    "InvalidAuthenticationToken",
    "IDX14100: JWT is not well formed, there are no dots (.).\n"
    "The token needs to be in JWS or JWE Compact Serialization Format.",
    _UNAUTHORIZED,
)
TOKEN_OPAQUE = Row(
    401, "InvalidAuthenticationToken", "CompactToken parsing failed with error code: 80049217", _UNAUTHORIZED
)
TOKEN_AUDIENCE = Row(
    401, "InvalidAuthenticationToken", "Access token validation failure. Invalid audience.", _UNAUTHORIZED
)
TOKEN_REVOKED = Row(
    401,
    "InvalidAuthenticationToken",
    "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: "
    "TokenIssuedBeforeRevocationTimestamp",
    (("WWW-Authenticate", f'{_CHALLENGE}, error="insufficient_claims", claims="{{claims}}"'),),
)  # [inferred]: the words
ACCESS_DENIED = Row(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
REQUEST_DENIED = Row(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")

# What is not there.
ITEM_NOT_FOUND = Row(404, "ErrorItemNotFound", "The specified object was not found in the store.")
INVALID_USER = Row(404, "ErrorInvalidUser", "The requested user '{user}' is invalid.")
MAILBOX_NOT_ENABLED = Row(
    404, "MailboxNotEnabledForRESTAPI", "The mailbox is either inactive, soft-deleted, or is hosted on-premise."
)
DIRECTORY_OBJECT_NOT_FOUND = Row(
    404,
    "Request_ResourceNotFound",
    "Resource '{id}' does not exist or one of its queried reference-property objects are not present.",
)  # [inferred]: the words
RESOURCE_NOT_FOUND = Row(404, "ResourceNotFound", "Resource could not be discovered.")  # [inferred]

# Limits, and what goes wrong inside.
LOCKED = Row(423, "notAllowed", "The resource is locked.", inner=(("code", "resourceLocked"),))  # [inferred]: the words
# MailboxConcurrency, RequestCount or IncomingBytes
THROTTLED = Row(429, "ApplicationThrottled", "Application is over its {limit} limit.", _LATER, bare=True)
TOO_MANY_REQUESTS = Row(
    429,
    "TooManyRequests",
    "Please retry again later.",
    _LATER,
    (("code", "429"), ("message", "Please retry after"), ("status", "429")),
)
ACTIVITY_LIMIT_REACHED = TOO_MANY_REQUESTS._replace(code="activityLimitReached")
INTERNAL_TRANSIENT = Row(
    500, "ErrorInternalServerTransientError", "An internal server error occurred. Try again later."
)  # [inferred]: the words
UNKNOWN_ERROR = Row(500, "UnknownError", "")
UNAVAILABLE = Row(503, "ServiceUnavailable", "The service is unavailable.", _LATER)  # [inferred]: the words
GATEWAY_TIMEOUT = Row(504, "UnknownError", "")
MAILBOX_FULL = Row(507, "ErrorQuotaExceeded", "The mailbox is full.")  # [inferred]: status and words
# The mock's own error looks like Graph's, but is a row of its own so that it is reported and not taken for a fault.
UNFORESEEN = Row(500, "InternalServerError", "")


class Refusal(Exception):  # noqa: N818 - the field's word for an answer that is no
    """A refusal by its row. `words` fill the row's placeholders; `why` goes to the journal, for the developer.

    A word whose name begins with `@` is an annotation beside the message, as `@event.existingEventId`. Raises KeyError
    where a placeholder has no word; `retry_after`, in seconds, has one by itself.
    """

    def __init__(self, row: Row, *, why: str = "", **words: str) -> None:
        super().__init__(row.code)
        filled = _DEFAULTS | words
        self.row = row
        self.why = why
        self.message = row.message.format_map(filled)
        self.headers = {name: value.format_map(filled) for name, value in row.headers}
        self.annotations = {name: word for name, word in words.items() if name[0] == "@"}

    def body(self, date: str, request_id: str, client_request_id: str) -> dict[str, Any]:
        """The `error` member. `date` has neither a zone nor a fraction."""
        row = self.row
        error: dict[str, Any] = {"code": row.code, "message": self.message, **self.annotations}
        if not row.bare:
            ids = {"date": date, "request-id": request_id, "client-request-id": client_request_id}
            error["innerError"] = {**dict(row.inner), **ids}
        return error


# What Graph asks of the query options that it shares with every OData service.
_RIGHT = {
    "integer": "The {name} query option requires a non-negative integer value.",
    "number": "The {name} query option requires a number.",
    "range": "The {name} query option requires a value from {low} to {high}.",
    "boolean": "The value must be 'true' or 'false'.",
    "enum": "The value must be one of {allowed}.",
    "length": "The value must not be longer than {low} characters.",
    "repeated": "It must not be given more than once.",
}
_WINDOW = frozenset({"startdatetime", "enddatetime"})


def _bad_parameter(error: BadParameter) -> Refusal:
    if error.kind == "missing":
        windowed = error.name.lower() in _WINDOW
        return Refusal(WINDOW_MISSING) if windowed else Refusal(MISSING_PARAMETER, name=error.name)
    low, high = (*error.allowed, None, None)[:2]
    high = 2**31 - 1 if high is None else high
    allowed = ", ".join(f"'{value}'" for value in error.allowed)
    right = _RIGHT[error.kind].format(name=error.name, low=low, high=high, allowed=allowed)
    row = BAD_OPTION if error.name.startswith("$") else INVALID_PARAMETER
    return Refusal(row, name=error.name, value=error.value[:40], right=right)


def _bad_token(error: TokenRefused) -> Refusal:
    why = f"the access token is {error.reason}"
    if error.reason != "revoked":
        return Refusal(_BAD_TOKENS[error.reason], why=why)
    # A token that was issued no later than this one, in seconds since 1970, will not do.
    later = 1 + (error.token.issued // SECOND if error.token is not None else 0)
    claims = b64encode(b'{"access_token":{"nbf":{"essential":true,"value":"%d"}}}' % later).decode()
    return Refusal(TOKEN_REVOKED, why=why, claims=claims)


_BAD_TOKENS = {"unknown": TOKEN_OPAQUE, "expired": TOKEN_EXPIRED, "malformed": TOKEN_MALFORMED}
_BARE = frozenset({WINDOW_MISSING.code, TIME_ZONE_NOT_SUPPORTED.code})
_FORESEEN: dict[type[Exception], Callable[[Any], Refusal]] = {
    BadParameter: _bad_parameter,
    TokenRefused: _bad_token,
    TooLarge: lambda error: Refusal(TOO_LARGE, why=str(error)),
    BadBody: lambda error: Refusal(MALFORMED_JSON, why=str(error)),
    BadQuery: lambda error: Refusal(BAD_QUERY, why=str(error)),
    StoreFull: lambda error: Refusal(MAILBOX_FULL, why=str(error)),
}


def refusal_of(error: Exception) -> Refusal:
    """The refusal that an error of any layer is answered with; what nobody foresaw is a 500.

    An error of this folder's that has a `code` and a `message` in Graph's words is a 400 of them.
    """
    if isinstance(error, Refusal):
        return error
    answer = next((answer for kind, answer in _FORESEEN.items() if isinstance(error, kind)), None)
    if answer is not None:
        return answer(error)
    code, message = getattr(error, "code", None), getattr(error, "message", None)
    if isinstance(error, ValueError) and isinstance(code, str) and isinstance(message, str):
        row = Row(400, code, "{message}", bare=code in _BARE)
        return Refusal(row, why=getattr(error, "why", "") or str(error), message=message)
    return Refusal(UNFORESEEN)
