//! DNS: zones as they are asked (`zone`), answers of authoritative servers and of the resolver (`answer`,
//! `resolver`), and the sockets (`server`).

mod answer;
mod resolver;
mod server;
mod zone;

pub(crate) use answer::blank;
pub(crate) use server::{Role, Server, serve};
pub(crate) use zone::{Tree, ZoneError};
