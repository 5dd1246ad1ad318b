//! The catalogue as the API shows it, which need not be the shape of the file it is kept in.

use postern_plan::catalog::{
    BearerValue, Catalog, EndpointFacts, GlobalKey, KeyUse, Need, Owner, Price, Quotas,
    RegionFacts, ResourceType, Rule, ServiceFacts, ServiceKey, ServiceKind, Severity, Source,
    ZonePrice,
};
use postern_plan::request::{EndpointKey, WorkloadService};
use serde::Serialize;
use utoipa::ToSchema;

use super::primitive::PrimitiveDocument;
use super::words::{EndpointKeyWord, SeverityWord, WorkloadServiceWord};

/// What AWS offers, as far as Postern knows
#[derive(Debug, Serialize, ToSchema)]
pub struct CatalogDocument {
    /// The day on which the facts were collected
    facts_date: String,
    /// How they were collected
    provenance: String,
    /// Where they are from
    sources: Vec<SourceDocument>,
    /// The endpoint services
    endpoints: Vec<ServiceFactsDocument>,
    /// The services that agents in VPC mode need beside them
    workload: Vec<NeededServiceDocument>,
    /// The day on which the facts on those were collected
    workload_facts_date: String,
    /// The primitives
    primitives: Vec<PrimitiveDocument>,
    /// The Regions that have AgentCore
    regions: Vec<RegionDocument>,
    /// The resource types
    resource_types: Vec<ResourceTypeDocument>,
    /// Condition keys that any service may carry
    global_condition_keys: Vec<GlobalKeyDocument>,
    /// Condition keys of AgentCore itself
    service_condition_keys: Vec<ServiceKeyDocument>,
    /// The rules behind the notes
    rules: Vec<CatalogRuleDocument>,
    /// Numbers that AWS limits
    quotas: QuotasDocument,
    /// Known rates
    prices: Vec<PriceDocument>,
    /// What names for other VPCs cost
    zone_price: ZonePriceDocument,
}

impl CatalogDocument {
    /// The document of a catalogue
    pub fn of(catalog: &Catalog) -> Self {
        Self {
            facts_date: catalog.facts_date.clone(),
            provenance: catalog.provenance.clone(),
            sources: all(&catalog.sources),
            endpoints: all(&catalog.endpoints),
            workload: all(&catalog.workload.services),
            workload_facts_date: catalog.workload.facts_date.clone(),
            primitives: all(&catalog.primitives),
            regions: all(&catalog.regions),
            resource_types: all(&catalog.resource_types),
            global_condition_keys: all(&catalog.global_condition_keys),
            service_condition_keys: all(&catalog.service_condition_keys),
            rules: all(&catalog.rules),
            quotas: (&catalog.quotas).into(),
            prices: all(&catalog.prices),
            zone_price: (&catalog.zone_price).into(),
        }
    }
}

fn all<'a, T: 'a, D: From<&'a T>>(facts: &'a [T]) -> Vec<D> {
    facts.iter().map(D::from).collect()
}

/// Declares a document and how its fields are taken from a fact of the catalogue
macro_rules! documents {
    ($($(#[$doc:meta])* $name:ident of $fact:ident {
        $($(#[$field_doc:meta])* $field:ident: $kind:ty,)+
    })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Serialize, ToSchema)]
        pub struct $name { $($(#[$field_doc])* $field: $kind,)+ }

        impl From<&$fact> for $name {
            fn from(fact: &$fact) -> Self {
                Self { $($field: fact.$field.clone().into(),)+ }
            }
        }
    )+};
}

documents!(
    /// A place that facts were taken from
    SourceDocument of Source {
        /// The package or page
        id: String,
        /// Its version
        version: String,
        /// Its date, where known
        #[schema(required)]
        date: Option<String>,
        /// What was taken from it
        used_for: String,
    }

    /// One endpoint service
    ServiceFactsDocument of EndpointFacts {
        /// The word for it in a request
        #[schema(value_type = EndpointKeyWord)]
        key: EndpointKey,
        /// A short title for people
        title: String,
        /// The service name after `com.amazonaws.REGION.`
        service_suffix: String,
        /// Private DNS names with `{region}` and `{dns_suffix}`
        private_dns_names: Vec<String>,
        /// What kind of endpoint it takes, in EC2's words, where known
        #[schema(required)]
        service_type: Option<String>,
        /// Whether its endpoints take a policy, where known
        #[schema(required)]
        policy_supported: Option<bool>,
        /// Whether each endpoint has to be accepted, where known
        #[schema(required)]
        acceptance_required: Option<bool>,
        /// The IAM prefix of the actions it carries
        prefix: String,
        /// How sure the facts are
        certainty: String,
        /// The SDK's and CLI's service, where there is one
        #[schema(required)]
        sdk_service: Option<String>,
        /// The variable that sends that SDK service elsewhere
        #[schema(required)]
        endpoint_url_variable: Option<String>,
    }

    /// A service that agents in VPC mode need beside AgentCore
    NeededServiceDocument of ServiceFacts {
        /// The word for it in a request
        #[schema(value_type = WorkloadServiceWord)]
        key: WorkloadService,
        /// Its name for people
        title: String,
        /// The service name after `com.amazonaws.REGION.`
        service_suffix: String,
        /// How it is reached: `interface` or `gateway`
        #[schema(value_type = String)]
        kind: ServiceKind,
        /// Private DNS names with `{region}` and `{dns_suffix}`
        private_dns_names: Vec<String>,
        /// Who needs it: `always`, `container` or `if-used`
        #[schema(value_type = String)]
        need: Need,
        /// What it is for
        why: String,
        /// What breaks without it
        without: String,
        /// Where this is from
        source: String,
        /// How sure the facts are
        certainty: String,
    }

    /// One Region
    RegionDocument of RegionFacts {
        /// Its code
        id: String,
        /// Its name for people
        name: String,
        /// Its partition
        partition: String,
        /// Features that AWS's Region table does not list for it
        lacks: Vec<String>,
        /// Zones that take agents in VPC mode; not the zones of an endpoint
        runtime_zone_ids: Vec<String>,
    }

    /// One resource type
    ResourceTypeDocument of ResourceType {
        /// The type's name in the Service Authorization Reference
        id: String,
        /// The IAM prefix, which is also the ARN's service
        service: String,
        /// The ARN after the account, with `{id}` and, for a child, `{parent}`
        path: String,
        /// Whose account the ARN names: `account`, or `aws`
        #[schema(value_type = String)]
        owner: Owner,
        /// The pattern of its id
        #[schema(required)]
        id_pattern: Option<String>,
    }

    /// A condition key that any service may carry
    GlobalKeyDocument of GlobalKey {
        /// The name; `${TagKey}` stands for any tag
        name: String,
        /// The value's type in IAM's words
        kind: String,
        /// What a bearer or anonymous caller carries: `absent`, `anonymous` or `present`
        #[schema(value_type = String)]
        bearer: BearerValue,
        /// The key tells about the signed principal
        principal: bool,
        /// Whether to use it in an endpoint policy
        #[schema(value_type = String)]
        usable: KeyUse,
    }

    /// A condition key of AgentCore itself
    ServiceKeyDocument of ServiceKey {
        /// The name; `${TagKey}` stands for any tag
        name: String,
        /// The value's type in IAM's words
        kind: String,
    }

    /// A rule: the code of its notes, and why it exists
    CatalogRuleDocument of Rule {
        /// The code of its notes
        code: String,
        /// The severity of its notes
        #[schema(value_type = SeverityWord)]
        severity: Severity,
        /// One line for people
        title: String,
        /// When it fires
        when: String,
        /// What happens otherwise
        why: String,
        /// What to do
        fix: String,
        /// Where the fact is from, and how sure it is
        source: String,
        /// It cannot be judged without an inventory
        needs_inventory: bool,
    }

    /// What PrivateLink costs in one Region
    PriceDocument of Price {
        /// The Region
        region: String,
        /// One endpoint in one zone for one hour, in millionths of a dollar
        zone_hour_micro_usd: u64,
        /// The hours that a month is counted as
        hours_per_month: u64,
        /// Where the rate is from
        source: String,
        /// When it was read
        date: String,
    }

    /// What names for other VPCs cost, in every Region
    ZonePriceDocument of ZonePrice {
        /// How many hosted zones of an account cost more than those after them
        first_zones: u64,
        /// One of these for a month, in millionths of a dollar
        first_zone_month_micro_usd: u64,
        /// One more for a month, likewise
        further_zone_month_micro_usd: u64,
        /// How many VPCs the price of an account's Route 53 Profiles covers
        profile_vpcs: u64,
        /// Profiles of an account for an hour, likewise
        profile_hour_micro_usd: u64,
        /// One more VPC for an hour, likewise
        further_vpc_hour_micro_usd: u64,
        /// Where the prices are from
        source: String,
        /// When they were read
        date: String,
    }

    /// Numbers that AWS limits
    QuotasDocument of Quotas {
        /// Characters of an endpoint policy, white space included
        policy_characters: usize,
        /// Interface and Gateway Load Balancer endpoints in a VPC
        endpoints_per_vpc: u32,
        /// Security groups on a network interface, by default
        security_groups_per_interface: usize,
        /// Bytes of a template passed inline to CloudFormation
        cloudformation_inline_bytes: usize,
        /// Tags on one resource
        tags_per_resource: usize,
    }
);
