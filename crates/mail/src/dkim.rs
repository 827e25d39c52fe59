//! DKIM (RFC 6376, RFC 8301, RFC 8463): public keys in the DNS, and what a signature header names. Verifying signatures
//! needs cryptography and is not done here.

mod der;
mod key;
mod lookup;
mod signature;

pub use key::{Algorithm, Key, Material, Weakness};
pub use lookup::{COMMON_SELECTORS, key_name, lookup};
pub use signature::{Canonical, Signature, signatures};
