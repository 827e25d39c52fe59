//! Handshakes that look at any certificate, and what a certificate is worth.

pub(crate) mod certificate;
pub(crate) mod connect;
pub(crate) mod trust;
