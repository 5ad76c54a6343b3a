mod accreditation;
mod corrections;
mod expiry;
mod invariants;
mod issuance;
mod permits;
mod retire;
