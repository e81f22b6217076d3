"""Every refusal of Microsoft Graph's calendar side: one row each. How one is raised is `refusals.py`'s.

Rows and shape: the error tables of the project's notes on the API, that is Microsoft's "Error responses and resource
types" and recorded answers. What no recording shows is marked [inferred] and stands here only, so that it is changed
here only. Which rows the faults have is `faults.py`'s.
"""

from __future__ import annotations

from typing import NamedTuple

_CHALLENGE = (
    'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", '
    'client_id="00000003-0000-0000-c000-000000000000"'
)
_UNAUTHORIZED = (("WWW-Authenticate", _CHALLENGE),)
_NO = "Your request can't be completed."
_LATER = (("Retry-After", "{retry_after}"),)


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
# [inferred]: all of it
MEETING_CANCELED = Row(
    400, "ErrorInvalidRequest", f"{_NO} You can't respond to this meeting because the organizer canceled it."
)
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
CATEGORY_EXISTS = Row(409, "ErrorDuplicateCategory", "A category with the name '{name}' already exists.")
# [inferred]: all of it
CANNOT_DELETE_DEFAULT = Row(400, "ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be deleted.")
CHANGE_KEY_MISMATCH = Row(
    412,
    "ErrorIrresolvableConflict",
    "The send or update operation could not be performed because the change key passed in the request does not match "
    "the current change key for the item.",
)

# What belongs to an event.
NO_ATTACHMENTS_OF_GROUPS = Row(
    400, "ErrorInvalidRequest", f"{_NO} Attachments aren't supported on the events of a group."
)  # [inferred]: code and words
VALUE_NOT_ALLOWED = Row(405, "ErrorInvalidRequest", "The content of this attachment cannot be read.")  # [inferred]
TOO_MANY_ATTACHMENTS = Row(
    400, "ErrorAttachmentSizeLimitExceeded", "The item cannot have more attachments."
)  # [inferred]: that Graph passes Exchange's code on, and the words
UPLOAD_TOO_SMALL = Row(
    400,
    "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize",
    "The size of an attachment that is uploaded in a session must be {smallest} bytes or more.",
)  # [inferred]: the words
UPLOAD_TOO_LARGE = Row(400, "ErrorMessageSizeExceeded", "The message exceeds the maximum supported size.", bare=True)
UPLOAD_OF_ITEM = Row(
    405,
    "ErrorAttachmentSessionIsSupportedOnlyForFileAttachments",
    "Unsupported Attachment type specified. Only File attachments can be uploaded using an Upload Session.",
)
# [inferred]: code and words
UPLOAD_RANGE = Row(400, "ErrorInvalidParameter", "The range of the Content-Range header is not valid.", bare=True)
EXTENDED_PROPERTY_ID = Row(
    400,
    "ErrorInvalidProperty",
    "PropertyId values may only be in one of the following formats: 'MapiPropertyType namespaceGuid Name "
    "propertyName', 'MapiPropertyType namespaceGuid Id propertyId' or 'MapiPropertyType propertyTag'.",
)
EXTENDED_PROPERTY_TYPE = Row(
    400, "ErrorInvalidExtendedProperty", "The extended property attribute combination is invalid."
)

# The body, the path and the query.
UNRESOLVED_TYPE = Row(
    400,
    "RequestBodyRead",
    "A type named '{type}' could not be resolved by the model. When a model is available, each type name must resolve "
    "to a valid type.",
)
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
# The words of Microsoft's OData library, which says what is wrong of a filter and of a selection in many more.
BAD_OPTION = Row(400, "BadRequest", "Invalid value '{value}' for {name} query option found. {right}")
UNKNOWN_OPTION = Row(400, "BadRequest", "The query parameter '{name}' is not supported.")
REPEATED_OPTION = Row(
    400, "BadRequest", "Query option '{name}' was specified more than once, but it must be specified at most once."
)
TOP_TOO_LARGE = Row(
    400,
    "BadRequest",
    "The limit of '{limit}' for Top query has been exceeded. The value from the incoming request is '{value}'.",
)
BAD_FILTER = Row(400, "BadRequest", "Invalid filter clause: {what}")
BAD_SELECTION = Row(400, "BadRequest", "Parsing OData Select and Expand failed: {what}")
ORDER_BY_SYNTAX = Row(400, "BadRequest", "Syntax error at position {position} in '{text}'.")
ORDER_BY_TOO_LONG = Row(400, "BadRequest", "The limit of '{limit}' for $orderby items has been exceeded.")
ORDER_BY_COMPLEX = Row(400, "BadRequest", "The $orderby expression must evaluate to a single value of primitive type.")
UNKNOWN_NAME = Row(400, "BadRequest", "Could not find a property named '{name}' on type '{type}'.")
# The directory has words of its own; [inferred]: those of the pages.
USERS_NOT_COUNTED = Row(400, "Request_BadRequest", "$count is not currently supported.")
SKIP_NOT_SUPPORTED = Row(400, "Request_BadRequest", "'$skip' is not supported by the service.")
PAGE_SIZE_INVALID = Row(
    400, "Request_BadRequest", "Invalid page size specified: '{size}'. Must be between 1 and {largest} inclusive."
)
PAGE_TOKEN_INVALID = Row(400, "Request_BadRequest", "The specified page token is not valid.")
PAGE_TOKEN_EXPIRED = Row(
    400,
    "Directory_ExpiredPageToken",
    "The specified page token value has expired and can no longer be included in your request.",
)
SEARCH_NOT_EVENTUAL = Row(
    400,
    "Request_UnsupportedQuery",
    "Request with $search query parameter only works through MSGraph with a special request header: "
    "'ConsistencyLevel: eventual'",
)
# What Outlook does not do. [inferred]: the words of the first two and of `$search`
EXPAND_NOT_SUPPORTED = Row(400, "ErrorInvalidUrlQuery", "The property '{property}' does not support $expand.")
EXPAND_WITHOUT_FILTER = Row(
    400, "ErrorInvalidUrlQuery", "The expansion of '{property}' needs a $filter on the id of the properties."
)
SORT_NOT_SUPPORTED = Row(400, "ErrorInvalidProperty", "The property '{property}' does not support sorting.")
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
# Exchange's code, its range is documented; [inferred]: that Graph passes it on, and the words
INVALID_VIEW_INTERVAL = Row(
    400,
    "ErrorInvalidMergedFreeBusyInterval",
    "The availabilityViewInterval must be between {shortest} and {longest} minutes.",
)

# Subscriptions.
VALIDATION_FAILED = Row(
    400,
    "ValidationError",
    "Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.",
)
VALIDATION_STATUS = Row(400, "ValidationError", f"{VALIDATION_FAILED.message} HTTP status code is '{{status}}'.")
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
# [inferred]: the words
SUBSCRIPTION_INVALID = Row(400, "InvalidRequest", "The value of the property '{name}' of the subscription is invalid.")
# What is watched says no; the status is its own.
WORKLOAD_REFUSED = Row(403, "ExtensionError", "Operation: Create; Exception: [Status Code: {inner}; Reason: {reason}]")
SUBSCRIPTION_NOT_FOUND = Row(404, "ResourceNotFound", "The object was not found.")

# Batches.
# [inferred]: the code, of all but the request without a body
BATCH_ID_NOT_UNIQUE = Row(400, "BadRequest", "Request Id {id} has to be unique in a batch.")
BATCH_TOO_LARGE = Row(
    400, "MaximumValueExceeded", "Number of batch request steps exceeds the maximum value of {limit}."
)
MALFORMED_BATCH = Row(400, "BadRequest", "Invalid batch payload format.")
BATCH_STEP_WITHOUT_BODY = Row(
    400, "BadRequest", "Write request id : {id} does not contain Content-Type header or body."
)
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
DELEGATED_ONLY = Row(400, "BadRequest", "/me request is only valid with delegated authentication flow.")
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

# Limits, and what goes wrong inside.
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
CONFLICT = Row(409, "ErrorIrresolvableConflict", "The item was changed by another request.")  # [inferred]: the words
NOT_DISCOVERED = Row(404, "ResourceNotFound", "Resource could not be discovered.")  # [inferred]
LOCKED = Row(423, "notAllowed", "The resource is locked.", inner=(("code", "resourceLocked"),))  # [inferred]: the words
UNKNOWN_ERROR = Row(500, "UnknownError", "")
GATEWAY_TIMEOUT = Row(504, "UnknownError", "")
UNAVAILABLE = Row(503, "ServiceUnavailable", "The service is unavailable.", _LATER)  # [inferred]: the words
MAILBOX_FULL = Row(507, "ErrorQuotaExceeded", "The mailbox is full.")  # [inferred]: status and words
# The mock's own error looks like Graph's, but is a row of its own so that it is reported and not taken for a fault.
UNFORESEEN = Row(500, "InternalServerError", "")
