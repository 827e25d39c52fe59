//! One file for each command.

pub mod attest;
pub mod catalogue;
pub mod check;
pub mod compare;
pub mod demo;
pub mod dns;
pub mod docs;
pub mod env;
pub mod init;
pub mod mail;
pub mod plan;
pub mod redirects;
pub mod secrets;
pub mod tls;
pub mod verify;
pub mod waive;
