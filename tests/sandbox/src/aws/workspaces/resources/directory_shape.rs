//! `WorkspaceDirectory` as the service model has it.

use super::{DIRECTORY_ID, REGION};
use crate::aws::shape::{Shape, TEXT, list, list_of, optional, required};

pub(crate) const DIRECTORY: Shape = Shape::Structure(&[
    required("DirectoryId", DIRECTORY_ID),
    optional("Alias", TEXT),
    optional("DirectoryName", TEXT),
    optional("RegistrationCode", TEXT),
    optional("SubnetIds", list_of(&TEXT, 0, 2)),
    optional("DnsIpAddresses", list(&TEXT)),
    optional("DnsIpv6Addresses", list(&TEXT)),
    optional("CustomerUserName", TEXT),
    optional("IamRoleId", TEXT),
    optional(
        "DirectoryType",
        Shape::OneOf(&["SIMPLE_AD", "AD_CONNECTOR", "CUSTOMER_MANAGED", "AWS_IAM_IDENTITY_CENTER"]),
    ),
    optional("WorkspaceSecurityGroupId", TEXT),
    optional("State", Shape::OneOf(&["REGISTERING", "REGISTERED", "DEREGISTERING", "DEREGISTERED", "ERROR"])),
    optional("WorkspaceCreationProperties", CREATION),
    // The model spells this one in lower camel case.
    optional("ipGroupIds", list(&TEXT)),
    optional("WorkspaceAccessProperties", ACCESS),
    optional("Tenancy", Shape::OneOf(&["DEDICATED", "SHARED"])),
    optional("SelfservicePermissions", SELF_SERVICE),
    optional("SamlProperties", SAML),
    optional(
        "CertificateBasedAuthProperties",
        Shape::Structure(&[optional("Status", ENABLED), optional("CertificateAuthorityArn", TEXT)]),
    ),
    optional("EndpointEncryptionMode", Shape::OneOf(&["STANDARD_TLS", "FIPS_VALIDATED"])),
    optional(
        "MicrosoftEntraConfig",
        Shape::Structure(&[optional("TenantId", TEXT), optional("ApplicationConfigSecretArn", TEXT)]),
    ),
    optional("WorkspaceDirectoryName", TEXT),
    optional("WorkspaceDirectoryDescription", TEXT),
    optional(
        "UserIdentityType",
        Shape::OneOf(&["CUSTOMER_MANAGED", "AWS_DIRECTORY_SERVICE", "AWS_IAM_IDENTITY_CENTER"]),
    ),
    optional("WorkspaceType", Shape::OneOf(&["PERSONAL", "POOLS"])),
    optional(
        "IDCConfig",
        Shape::Structure(&[optional("InstanceArn", TEXT), optional("ApplicationArn", TEXT)]),
    ),
    optional(
        "ActiveDirectoryConfig",
        Shape::Structure(&[required("DomainName", TEXT), required("ServiceAccountSecretArn", TEXT)]),
    ),
    optional("StreamingProperties", STREAMING),
    optional("ErrorMessage", TEXT),
    optional("Region", REGION),
]);

const ENABLED: Shape = Shape::OneOf(&["ENABLED", "DISABLED"]);
const ALLOWED: Shape = Shape::OneOf(&["ALLOW", "DENY"]);

const CREATION: Shape = Shape::Structure(&[
    optional("EnableInternetAccess", Shape::Boolean),
    optional("DefaultOu", TEXT),
    optional("CustomSecurityGroupId", TEXT),
    optional("UserEnabledAsLocalAdministrator", Shape::Boolean),
    optional("EnableMaintenanceMode", Shape::Boolean),
    optional("InstanceIamRoleArn", TEXT),
]);

const ACCESS: Shape = Shape::Structure(&[
    optional("DeviceTypeWindows", ALLOWED),
    optional("DeviceTypeOsx", ALLOWED),
    optional("DeviceTypeWeb", ALLOWED),
    optional("DeviceTypeIos", ALLOWED),
    optional("DeviceTypeAndroid", ALLOWED),
    optional("DeviceTypeChromeOs", ALLOWED),
    optional("DeviceTypeZeroClient", ALLOWED),
    optional("DeviceTypeLinux", ALLOWED),
    optional("DeviceTypeWorkSpacesThinClient", ALLOWED),
    optional(
        "AccessEndpointConfig",
        Shape::Structure(&[
            required("AccessEndpoints", list(&ENDPOINT)),
            optional("InternetFallbackProtocols", list(&Shape::OneOf(&["PCOIP"]))),
        ]),
    ),
]);

const ENDPOINT: Shape = Shape::Structure(&[
    optional("AccessEndpointType", Shape::OneOf(&["STREAMING_WSP"])),
    optional("VpcEndpointId", TEXT),
]);

const SELF_SERVICE: Shape = Shape::Structure(&[
    optional("RestartWorkspace", ENABLED),
    optional("IncreaseVolumeSize", ENABLED),
    optional("ChangeComputeType", ENABLED),
    optional("SwitchRunningMode", ENABLED),
    optional("RebuildWorkspace", ENABLED),
]);

const SAML: Shape = Shape::Structure(&[
    optional("Status", Shape::OneOf(&["DISABLED", "ENABLED", "ENABLED_WITH_DIRECTORY_LOGIN_FALLBACK"])),
    optional("UserAccessUrl", TEXT),
    optional("RelayStateParameterName", TEXT),
]);

const STREAMING: Shape = Shape::Structure(&[
    optional("StreamingExperiencePreferredProtocol", Shape::OneOf(&["TCP", "UDP"])),
    optional("UserSettings", list_of(&USER_SETTING, 1, usize::MAX)),
    optional("StorageConnectors", list_of(&STORAGE, 1, usize::MAX)),
    optional(
        "GlobalAccelerator",
        Shape::Structure(&[
            required("Mode", Shape::OneOf(&["ENABLED_AUTO", "DISABLED"])),
            optional("PreferredProtocol", Shape::OneOf(&["TCP", "NONE"])),
        ]),
    ),
]);

const USER_SETTING: Shape = Shape::Structure(&[
    required("Action", TEXT),
    required("Permission", ENABLED),
    optional("MaximumLength", Shape::Integer { min: 0, max: i64::MAX }),
]);

const STORAGE: Shape = Shape::Structure(&[
    required("ConnectorType", Shape::OneOf(&["HOME_FOLDER"])),
    required("Status", ENABLED),
]);
