//! DKIM (RFC 6376, RFC 8301, RFC 8463): public keys in the DNS, what a signature header names, and whether the signatures
//! of a message hold.

mod canonical;
mod der;
mod key;
mod lookup;
mod message;
mod recover;
mod signature;
mod verify;
mod why;

pub use key::{Algorithm, Key, Material, Weakness};
pub use lookup::{COMMON_SELECTORS, key_name, lookup};
pub use message::{Field, Message, address_domain};
pub use signature::{Canonical, Signature, signatures};
pub use verify::verify;
pub use why::{DkimResult, Failure, Verified};
