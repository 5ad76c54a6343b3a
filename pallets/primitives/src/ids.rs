//! Numbers that name things. Each is given once, from 0, and never again.

/// A parachain's id on the relay chain.
pub type ParaId = u32;

/// A registered device of this park.
pub type DeviceId = u32;

/// A period of this park's ledger, in the order of opening.
pub type PeriodId = u32;

/// A span of time for which a chain adds up readings: on the park, a period.
pub type SpanId = u32;

/// A report of removed carbon that waits for the verifier.
pub type RemovalId = u32;

/// A source of emissions, a capture unit or a sink of this park.
pub type SourceId = u32;

/// A generator on the green certificate market.
pub type GeneratorId = u32;

/// A request for certificates.
pub type RequestId = u32;

/// A batch of certificates, which is also their class of asset.
pub type BatchId = u32;

/// The retirement of certificates, and so its receipt.
pub type RetirementId = u64;

/// An order of a book.
pub type OrderId = u64;

/// An order on another chain's market, numbered by the chain that places it.
pub type RemoteOrderId = u64;

/// A green-power purchase agreement.
pub type AgreementId = u64;

/// An enterprise of a park, as its park numbers it.
pub type EntityId = u32;

/// A compliance cycle of the carbon market.
pub type CycleId = u32;
