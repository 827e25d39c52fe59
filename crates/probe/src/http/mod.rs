//! One request, one answer: no redirect is followed, everything is bounded.

pub(crate) mod body;
pub(crate) mod challenge;
mod client;
pub(crate) mod cookies;
pub(crate) mod html;
pub(crate) mod pool;

pub(crate) use client::{Fetched, Request, Response};
