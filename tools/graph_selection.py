"""What `tools/describe_microsoft.py` leaves out of msgraph-sdk, and what it adds from the reference pages.

Only names live here, as the folders of the package spell them: routes that are no part of the calendar side.
"""

from __future__ import annotations

from typing import Any


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Folders whose own route is left out, and not what is below it: a group is no part of it, its calendar is.
ONLY_BELOW = frozenset({"groups", "groups/item"})

# By the folder they are in.
LEFT_OUT = {
    "": _names(
        "admin agreement_acceptances agreements app_catalogs application_templates applications "
        "applications_with_app_id applications_with_unique_name audit_logs authentication_method_configurations "
        "authentication_methods_policy certificate_based_auth_configuration chats communications compliance "
        "connections contacts contracts data_policy_operations device_app_management device_management devices "
        "devices_with_device_id directory directory_objects directory_role_templates directory_roles "
        "directory_roles_with_role_template_id domain_dns_records domains drives education employee_experience "
        "external filter_operators functions group_lifecycle_policies group_setting_templates group_settings "
        "groups_with_unique_name identity identity_governance identity_protection identity_providers "
        "information_protection invitations models oauth2_permission_grants organization permission_grants "
        "planner policies print privacy reports role_management schema_extensions scoped_role_memberships search "
        "security service_principals service_principals_with_app_id shares sites solutions storage "
        "subscribed_skus teams teams_templates teamwork tenant_relationships users_with_user_principal_name"
    ),
    "groups": _names("count delta get_available_extension_properties get_by_ids validate_properties"),
    "groups/item": _names(
        "accepted_senders add_favorite app_role_assignments assign_license check_granted_permissions_for_app "
        "check_member_groups check_member_objects conversations created_on_behalf_of drive drives extensions "
        "get_member_groups get_member_objects group_lifecycle_policies member_of members "
        "members_with_license_errors on_premises_sync_behavior onenote owners permission_grants photo photos "
        "planner rejected_senders remove_favorite renew reset_unseen_count restore retry_service_provisioning "
        "service_provisioning_errors settings sites subscribe_by_mail team threads transitive_member_of "
        "transitive_members unsubscribe_by_mail validate_properties"
    ),
    "users": _names("delta get_available_extension_properties get_by_ids validate_properties"),
    "users/item": _names(
        "activities adhoc_calls agreement_acceptances app_role_assignments assign_license authentication "
        "change_password chats check_member_groups check_member_objects cloud_clipboard cloud_p_cs "
        "contact_folders contacts created_objects data_security_and_governance "
        "device_management_troubleshooting_events direct_reports drive drives employee_experience "
        "export_device_and_app_management_data export_device_and_app_management_data_with_skip_with_top "
        "export_personal_data extensions followed_sites get_mail_tips get_managed_app_diagnostic_statuses "
        "get_managed_app_policies get_managed_devices_with_app_failures get_member_groups get_member_objects "
        "inference_classification insights joined_teams license_details mail_folders managed_app_registrations "
        "managed_devices manager member_of messages notes oauth2_permission_grants on_premises_sync_behavior "
        "onenote online_meetings owned_devices owned_objects people permission_grants photo photos planner "
        "presence registered_devices remove_all_devices_from_management reprocess_license_assignment restore "
        "retry_service_provisioning revoke_sign_in_sessions scoped_role_member_of send_mail "
        "service_provisioning_errors settings solutions sponsor_of sponsors teamwork todo transitive_member_of "
        "wipe_managed_app_registrations_by_device_tag"
    ),
}

# The parts of `mailboxSettings` that can be asked for alone.
# https://learn.microsoft.com/graph/api/user-get-mailboxsettings
MAILBOX_SETTINGS = (
    "automaticRepliesSetting",
    "dateFormat",
    "delegateMeetingMessageDeliveryOptions",
    "language",
    "timeFormat",
    "timeZone",
    "userPurpose",
    "workingHours",
)


def _documented(kind: str, properties: str) -> dict[str, Any]:
    """A type of the reference pages, whose properties are written `name: type`."""
    rows = dict(part.split(": ", 1) for part in properties.split(", "))
    return {"kind": kind, "documented": True, "properties": rows}


# The bodies of `$batch`, which the package writes by hand and without types, and those of change notifications, which
# no route answers: they are sent to whom a subscription names.
# https://learn.microsoft.com/graph/json-batching, https://learn.microsoft.com/graph/api/resources/changenotification
DOCUMENTED_TYPES: dict[str, dict[str, Any]] = {
    "batchRequestContent": _documented("body", "requests: Collection(batchRequestItem)"),
    "batchRequestItem": _documented(
        "body", "body: Any, dependsOn: Collection(String), headers: Any, id: String, method: String, url: String"
    ),
    "batchResponseContent": _documented("body", "responses: Collection(batchResponseItem)"),
    "batchResponseItem": _documented("body", "body: Any, headers: Any, id: String, status: Integer"),
    "changeNotification": _documented(
        "complex",
        "changeType: changeType, clientState: String, encryptedContent: changeNotificationEncryptedContent, "
        "id: String, lifecycleEvent: lifecycleEventType, resource: String, resourceData: resourceData, "
        "subscriptionExpirationDateTime: DateTimeOffset, subscriptionId: Guid, tenantId: Guid",
    ),
    "changeNotificationCollection": _documented(
        "complex", "validationTokens: Collection(String), value: Collection(changeNotification)"
    ),
    "changeNotificationEncryptedContent": _documented(
        "complex",
        "data: String, dataKey: String, dataSignature: String, encryptionCertificateId: String, "
        "encryptionCertificateThumbprint: String",
    ),
    "changeType": {"kind": "enum", "documented": True, "members": ["created", "updated", "deleted"]},
    "lifecycleEventType": {
        "kind": "enum",
        "documented": True,
        "members": ["missed", "subscriptionRemoved", "reauthorizationRequired"],
    },
    "resourceData": {"kind": "complex", "documented": True},
    # The argument of `supportedTimeZones`, which the package takes as any string.
    "timeZoneStandard": {"kind": "enum", "documented": True, "members": ["windows", "iana"]},
}
