//! What has no fields: the closed vocabularies, taken from where they are defined, and bytes.

use postern_plan::artifact::Format;
use postern_plan::preflight::Verdict;
use postern_plan::request::{
    Auth, EndpointKey, IpAddressType, Plane, PolicyMode, Preset, WorkloadService,
};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::archive;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $words:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                vocabulary($words)
            }
        }

        impl ToSchema for $name {}
    )+};
}

words!(
    /// A form in which a plan can be taken away
    FormatWord = Format::ALL.iter().map(|format| format.as_str());
    /// How calls are signed
    AuthWord = Auth::WORDS.iter().copied();
    /// An endpoint service
    EndpointKeyWord = EndpointKey::WORDS.iter().copied();
    /// A service that a planned endpoint is of
    PlannedKeyWord = EndpointKey::WORDS.iter().chain(WorkloadService::WORDS).copied();
    /// A service that agents in VPC mode need
    WorkloadServiceWord = WorkloadService::WORDS.iter().copied();
    /// What a plan does about such a service
    WorkloadStandingWord = ["made", "reused", "not-asked"].into_iter();
    /// The address type of an endpoint's interfaces
    IpAddressTypeWord = IpAddressType::WORDS.iter().copied();
    /// The plane of a call
    PlaneWord = Plane::WORDS.iter().copied();
    /// What kind of policy an endpoint gets
    PolicyModeWord = PolicyMode::WORDS.iter().copied();
    /// A ready set of actions
    PresetWord = Preset::WORDS.iter().copied();
    /// What is done to get an endpoint
    ChangeWord = ["create", "modify", "leave"].into_iter();
    /// How much a note weighs
    SeverityWord = ["blocked", "warning", "info"].into_iter();
    /// What a row of the preflight found
    VerdictWord = Verdict::ALL.iter().map(|verdict| verdict.as_str());
    /// How an answer stands to what was asked for
    MeasureWord = ["as-asked", "on-conditions", "wider", "refused"].into_iter();
    /// What becomes of a statement of a policy that is there
    StepWord = ["kept", "extended", "redundant", "added", "already_there"].into_iter();
    /// Whether a grant names it, or it stands next to what a grant names
    StandingWord = ["granted", "neighbour"].into_iter();
    /// How sure a price is: the Region's own, another Region's, or none known
    BasisWord = ["region", "other-region", "unknown"].into_iter();
);

/// The bytes of a ZIP
#[derive(Debug)]
pub enum ZipBytes {}

impl PartialSchema for ZipBytes {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .content_media_type(archive::MEDIA_TYPE)
            .into()
    }
}

impl ToSchema for ZipBytes {}

fn vocabulary(words: impl Iterator<Item = &'static str>) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(words))
        .into()
}
