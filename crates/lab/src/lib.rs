//! A small internet inside the process: root, TLDs, zones, a resolver, a certificate authority, web servers and
//! registration data, all on loopback sockets with ephemeral ports.
//!
//! [`World`] is plain data. [`World::fixed`] is Acme Desk, a healthy B2B help desk at `acme.example`;
//! [`World::plant`] puts one [`Fault`] into it; [`Lab::start`] makes it answer. What looks at the lab speaks logical
//! addresses (203.0.113.0/24, 198.51.100.0/24, 2001:db8::/32) through [`Lab::net`], as it speaks to the real world.
//! Everything stops when the [`Lab`] is dropped.

mod acme;
mod ca;
mod chaos;
mod count;
mod dns;
mod faults;
mod lab;
mod pace;
mod repository;
mod slow;
mod smtp;
mod web;
mod world;

pub use acme::DKIM_SELECTOR;
pub use chaos::Chaos;
pub use count::{HostCount, Requests};
pub use faults::{DECLARED, Declares, FAULTS, Fault, Planted};
pub use lab::{Error, Lab};
pub use pace::Rounds;
pub use repository::Repository;
pub use web::{Move, OldTls, Page, Plain, Secure, Site};
pub use world::{
    Certificate, Dnssec, Issuer, MailServer, Manner, NameServer, Post, Record, Registration, SecondResolver, World,
    Zone,
};
