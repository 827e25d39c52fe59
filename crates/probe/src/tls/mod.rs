//! Handshakes that look at any certificate, bare ClientHellos, and what a certificate is worth.

pub(crate) mod certificate;
pub(crate) mod connect;
pub(crate) mod hello;
pub(crate) mod trust;
