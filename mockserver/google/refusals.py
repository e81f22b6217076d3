"""Every refusal of Google Calendar: one row each, raised by name, rendered in one place.

Two writers answer at Google. The backend writes calendar errors; the front end those about tokens, scopes and quota.
They differ in indentation, in the order of members, and in `status` and `details`. Rows and shapes: `reference`
sections 1 and 8 of the project's notes on the API, that is Google's "Handle API errors" guide and recorded answers;
what no recording shows is marked [inferred] and stands here only, so that it is changed here only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mockserver.documents import StoreFull
from mockserver.google.body import BadValue
from mockserver.google.fields import BadFieldSelection
from mockserver.http.parameters import BadParameter
from mockserver.http.refusals import BadBody, BadQuery, TooLarge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SERVICE = "calendar-json.googleapis.com"
_TAIL = (
    "Expected OAuth 2 access token, login cookie or other valid authentication credential. "
    "See https://developers.google.com/identity/sign-in/web/devconsole-project."
)
_RPC = "type.googleapis.com/google.rpc."
_REALM = 'Bearer realm="https://accounts.google.com/"'


class Row(NamedTuple):
    """One refusal. `status` (a google.rpc.Code) makes it the front end's; `outer` is its message where the two differ.

    `detail` is the reason of its google.rpc.ErrorInfo, `metadata` what that carries instead of the method and the
    service; `help` describes a link and is one; `challenge` is the `WWW-Authenticate` header.
    """

    code: int
    domain: str
    reason: str
    message: str
    location_type: str = ""
    location: str = ""
    status: str = ""
    outer: str = ""
    detail: str = ""
    challenge: str = ""
    metadata: tuple[tuple[str, str], ...] = ()
    help: tuple[str, str] | None = None
    extended_help: str = ""


LOGIN_REQUIRED = Row(
    401,
    "global",
    "required",
    "Login Required.",
    "header",
    "Authorization",
    "UNAUTHENTICATED",
    f"Request is missing required authentication credential. {_TAIL}",
    "CREDENTIALS_MISSING",
    _REALM,
)
INVALID_CREDENTIALS = Row(
    401,
    "global",
    "authError",
    "Invalid Credentials",
    "header",
    "Authorization",
    "UNAUTHENTICATED",
    f"Request had invalid authentication credentials. {_TAIL}",
    "",
    f'{_REALM}, error="invalid_token"',
)
INSUFFICIENT_SCOPE = Row(
    403,
    "global",
    "insufficientPermissions",
    "Insufficient Permission",
    "",
    "",
    "PERMISSION_DENIED",
    "Request had insufficient authentication scopes.",
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
    f'{_REALM}, error="insufficient_scope", scope="{{scopes}}"',
)
NOT_FOUND = Row(404, "global", "notFound", "Not Found")
NOT_BUILT = Row(
    501, "global", "notImplemented", "{operation} is not emulated by mockserver. Nearest served: {nearest}."
)
DUPLICATE = Row(409, "global", "duplicate", "The requested identifier already exists.")
DELETED = Row(410, "global", "deleted", "Resource has been deleted")
CONDITION_NOT_MET = Row(412, "global", "conditionNotMet", "Precondition Failed", "header", "If-Match")
PARSE_ERROR = Row(400, "global", "parseError", "Parse Error")
FORM_NOT_PARSED = Row(400, "global", "parseError", "This API does not support parsing form-encoded input.")
BAD_REQUEST = Row(400, "global", "badRequest", "Bad Request")
INVALID_VALUE = Row(400, "global", "invalid", "Invalid value for: {detail}")
INVALID = Row(400, "global", "invalid", "{message}")
INVALID_RESOURCE_ID = Row(400, "global", "invalid", "Invalid resource id value.")
INVALID_START_TIME = Row(400, "global", "invalid", "Invalid start time.")
INVALID_END_TIME = Row(400, "global", "invalid", "Invalid end time.")  # [inferred] from its twin
INVALID_START_ZONE = Row(400, "global", "invalid", "Invalid time zone definition for start time.")  # [inferred]
INVALID_END_ZONE = Row(400, "global", "invalid", "Invalid time zone definition for end time.")  # [inferred]
INVALID_ATTENDEE_EMAIL = Row(400, "global", "invalid", "Invalid attendee email.")
INVALID_SYNC_TOKEN = Row(400, "global", "invalid", "Invalid sync token value.")
INVALID_PAGE_TOKEN = Row(400, "global", "invalid", "Invalid page token value.", "parameter", "pageToken")  # [inferred]
INVALID_SEQUENCE = Row(
    400,
    "global",
    "invalid",
    "Invalid sequence value. The specified sequence number is below the "
    "current sequence number of the resource. Re-fetch the resource and use its sequence number on "
    "the following request.",
)
INVALID_RECURRENCE = Row(400, "global", "invalid", "Invalid recurrence rule.")  # [inferred]
MIXED_TIMES = Row(400, "global", "invalid", "Start and end times must either both be date or both be dateTime.")
MISSING_END_TIME = Row(400, "global", "required", "Missing end time.")
MISSING_START_ZONE = Row(400, "global", "required", "Missing time zone definition for start time.")
MISSING_END_ZONE = Row(400, "global", "required", "Missing time zone definition for end time.")  # [inferred]
MISSING_PROPERTY = Row(400, "global", "required", "Required")  # [inferred]: a required member of a body
MISSING_PARAMETER = Row(400, "global", "required", "Required parameter: {name}", "parameter", "{name}")
INVALID_PARAMETER = Row(400, "global", "invalidParameter", "{message}", "parameter", "{name}")
INVALID_FIELDS = Row(400, "global", "invalidParameter", "Invalid field selection {name}", "parameter", "fields")
INVALID_ORDERING = Row(
    400,
    "global",
    "invalid",
    "The requested ordering is not available for the particular query.",
    "parameter",
    "orderBy",
)
TIME_RANGE_EMPTY = Row(400, "calendar", "timeRangeEmpty", "The specified time range is empty.", "parameter", "timeMax")
SYNC_TOKEN_RESTRICTED = Row(
    400,
    "calendar",
    "syncTokenWithRequestRestrictions",
    "Sync token cannot be used with other request restrictions.",
    "parameter",
    "syncToken",
)
SYNC_TOKEN_ORDERED = Row(
    400,
    "calendar",
    "syncTokenWithNonDefaultOrdering",
    "Sync token cannot be used with non-default ordering.",
    "parameter",
    "syncToken",
)
FULL_SYNC_REQUIRED = Row(
    410,
    "calendar",
    "fullSyncRequired",
    "Sync token is no longer valid, a full sync is required.",
    "parameter",
    "syncToken",
)
UPDATED_MIN_TOO_LONG_AGO = Row(
    410,
    "calendar",
    "updatedMinTooLongAgo",
    "The requested minimum modification time lies too far in the past.",
    "parameter",
    "updatedMin",
)
FOREIGN_IMPORT = Row(
    400,
    "global",
    "participantIsNeitherOrganizerNorAttendee",
    "The owner of the calendar must either be the organizer or an attendee of an event that is imported.",
)
REQUIRED_ACCESS_LEVEL = Row(403, "calendar", "requiredAccessLevel", "You need to have {role} access to this calendar.")
FORBIDDEN = Row(403, "global", "forbidden", "Forbidden")
FORBIDDEN_FOR_NON_ORGANIZER = Row(
    403, "calendar", "forbiddenForNonOrganizer", "Shared properties can only be changed by the organizer of the event."
)
FORBIDDEN_FOR_SERVICE_ACCOUNTS = Row(
    403,
    "calendar",
    "forbiddenForServiceAccounts",
    "Service accounts cannot invite attendees without Domain-Wide Delegation of Authority.",
)
EVENT_TYPE_RESTRICTION = Row(
    400, "calendar", "eventTypeRestriction", "This operation is not allowed for events of this type."
)  # [inferred]: the words
CANNOT_CHANGE_ORGANIZER = Row(
    400, "calendar", "cannotChangeOrganizer", "Cannot change the organizer of this event."
)  # [inferred]: the words
CANNOT_CHANGE_ORGANIZER_OF_INSTANCE = Row(
    400, "calendar", "cannotChangeOrganizerOfInstance", "Cannot change the organizer of an instance."
)  # [inferred]: the words
DEFAULT_REMINDERS_AND_OVERRIDES = Row(
    400,
    "calendar",
    "cannotUseDefaultRemindersAndSpecifyOverride",
    "Cannot specify both default reminders and overrides at the same time.",
)  # [inferred]
INVALID_TIME_ZONE = Row(400, "global", "invalid", "Invalid time zone value.")  # [inferred]: the words
CANNOT_DELETE_PRIMARY = Row(
    403, "calendar", "cannotDeletePrimaryCalendar", "The primary calendar cannot be deleted."
)  # [inferred]: the words; that it is a 403, several clients rely on
CANNOT_CLEAR_SECONDARY = Row(
    400, "calendar", "invalid", "Only the primary calendar can be cleared."
)  # [inferred]: all but the 400, which was observed
CANNOT_UNSUBSCRIBE_OWNED = Row(
    403,
    "calendar",
    "cannotUnsubscribeFromOwnedCalendar",
    "The data owner of a calendar cannot remove such a calendar from their calendar list.",
)  # as recorded in 2026; the domain is [inferred]
CANNOT_CHANGE_PRIMARY_SUBSCRIPTION = Row(
    403, "calendar", "cannotChangeOwnPrimarySubscription", "Cannot change the subscription of the primary calendar."
)  # [inferred]: code, after its sibling, and words
MISSING_SCOPE_TYPE = Row(400, "global", "required", "Missing scope type.")
MISSING_ROLE = Row(400, "global", "required", "Missing role.")  # [inferred]: the words
INVALID_SCOPE = Row(400, "global", "invalid", "Invalid scope value.")  # [inferred]: the words after "scope"
CANNOT_CHANGE_OWN_ACL = Row(403, "calendar", "cannotChangeOwnAcl", "Cannot change your own access level.")
CANNOT_CHANGE_OWNER_ACL = Row(
    403, "calendar", "cannotChangeOwnerAcl", "Cannot change the access level of the owner."
)  # [inferred]: code and words
CANNOT_MODIFY_ACL_OF_OWNER = Row(
    403, "calendar", "cannotModifyAclOfCalendarOwner", "Cannot modify the access level of the calendar owner."
)  # [inferred]: code and words
TIME_RANGE_TOO_LONG = Row(
    400, "calendar", "timeRangeTooLong", "The requested time range is too long.", "parameter", "timeMax"
)  # [inferred]: the words and the place
CALENDAR_LIMITS = Row(403, "usageLimits", "quotaExceeded", "Calendar usage limits exceeded.")
CHANNEL_ID_NOT_UNIQUE = Row(400, "global", "channelIdNotUnique", "Channel id {id} not unique")
CHANNEL_TYPE_NOT_SUPPORTED = Row(
    400, "global", "push.channelTypeNotSupported", "Channel type not supported: {type}"
)  # [inferred]: the words
WEBHOOK_NOT_HTTPS = Row(400, "global", "push.webhookUrlNotHttps", "WebHook callback must be HTTPS: {address}")
WEBHOOK_UNAUTHORIZED = Row(
    401, "global", "push.webhookUrlUnauthorized", "Unauthorized WebHook callback channel: {address}"
)
PUSH_NOT_SUPPORTED = Row(
    400,
    "calendar",
    "pushNotSupportedForRequestedResource",
    "Push notifications are not supported by this resource.",
)
CHANNEL_NOT_FOUND = Row(404, "global", "notFound", "Channel '{id}' not found for project '{project}'")
MALFORMED_BATCH = Row(400, "global", "badRequest", "Failed to parse batch request.")  # [inferred]: the words
BATCH_TOO_LARGE = Row(
    400, "global", "badRequest", "The batch request exceeds the limit of {limit} calls."
)  # [inferred]: the words
NOT_BATCHABLE = Row(400, "global", "badRequest", "This method cannot be called in a batch.")  # [inferred]: all of it
BATCH_CONFLICT = Row(409, "global", "conflict", "Conflict")
TOO_LARGE = Row(413, "global", "uploadTooLarge", "Request Too Large")  # [inferred]
# The mock's own error looks like Google's, but is a row of its own so that it is reported and not taken for a fault.
UNFORESEEN = Row(500, "global", "backendError", "Backend Error.")


class Refusal(Exception):  # noqa: N818 - the field's word for an answer that is no
    """A refusal by its row. `words` fill the row's placeholders; `why` goes to the journal, for the developer."""

    def __init__(self, row: Row, *, why: str = "", **words: str) -> None:
        super().__init__(row.reason)
        self.row = row
        self.why = why
        self.words = words

    def body(self, method: str) -> dict[str, Any]:
        """The `error` member as its writer puts it. `method` is the method's name for ErrorInfo."""
        row = self.row
        message = row.message.format_map(self.words) if self.words else row.message
        location = row.location.format_map(self.words) if self.words else row.location
        if not row.status:
            item = {"domain": row.domain, "reason": row.reason, "message": message}
            item |= {"locationType": row.location_type, "location": location} if row.location_type else {}
            item |= {"extendedHelp": row.extended_help} if row.extended_help else {}
            return {"errors": [item], "code": row.code, "message": message}
        item = {"message": message, "domain": row.domain, "reason": row.reason}
        item |= {"location": location, "locationType": row.location_type} if row.location_type else {}
        item |= {"extendedHelp": row.extended_help.format_map(self.words)} if row.extended_help else {}
        error = {"code": row.code, "message": row.outer or message, "errors": [item], "status": row.status}
        return error | ({"details": list(self._details(method))} if row.detail else {})

    def _details(self, method: str) -> Iterator[dict[str, Any]]:
        """What the front end says for programs: google.rpc.ErrorInfo, and a link for people."""
        row, metadata = self.row, {"method": method, "service": SERVICE}
        if row.metadata:
            metadata = {name: value.format_map(self.words) for name, value in row.metadata}
        yield {"@type": f"{_RPC}ErrorInfo", "reason": row.detail, "domain": "googleapis.com", "metadata": metadata}
        if row.help:
            description, url = row.help
            yield {"@type": f"{_RPC}Help", "links": [{"description": description, "url": url.format_map(self.words)}]}

    @property
    def challenge(self) -> str:
        return self.row.challenge.format_map(self.words) if self.words else self.row.challenge


def _bad_parameter(error: BadParameter) -> Refusal:
    """The words of the older Google APIs' parameter checks [inferred for Calendar, same framework]."""
    if error.kind == "missing":
        return Refusal(MISSING_PARAMETER, name=error.name)
    low, high = ((*error.allowed, None, None))[:2]
    words: Mapping[str, str] = {
        "integer": f"Invalid integer value: '{error.value}'.",
        "number": f"Invalid number value: '{error.value}'.",
        "boolean": f"Invalid boolean value: '{error.value}'.",
        "enum": f"Invalid string value: '{error.value}'. Allowed values: [{', '.join(map(str, error.allowed))}]",
        "range": f"Invalid value '{error.value}'. Values must be within the range: [{low}, {high or 2**31 - 1}]",
        "length": f"Invalid value '{error.value[:40]}'. The length must not exceed {low}.",
    }
    return Refusal(INVALID_PARAMETER, name=error.name, message=words[error.kind])


def refusal_of(error: Exception) -> Refusal:
    """The refusal that an error of any layer is answered with; what nobody foresaw is a 500."""
    if isinstance(error, Refusal):
        return error
    answer = next((answer for kind, answer in _FORESEEN.items() if isinstance(error, kind)), None)
    return Refusal(UNFORESEEN) if answer is None else answer(error)


_FORESEEN: dict[type[Exception], Callable[[Any], Refusal]] = {
    BadParameter: _bad_parameter,
    BadValue: lambda error: Refusal(INVALID_VALUE, detail=error.detail, why=str(error)),
    BadFieldSelection: lambda error: Refusal(INVALID_FIELDS, name=error.name),
    TooLarge: lambda error: Refusal(TOO_LARGE, why=str(error)),
    BadBody: lambda error: Refusal(PARSE_ERROR, why=str(error)),
    BadQuery: lambda error: Refusal(BAD_REQUEST, why=str(error)),
    StoreFull: lambda error: Refusal(CALENDAR_LIMITS, why=str(error)),
}
