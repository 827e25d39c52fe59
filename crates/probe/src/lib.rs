//! The one place that looks at the world: each kind of fact has one gatherer here.

pub mod net;

pub use net::{ConnectError, ConnectTo, Dial, Net, Overrides, Rdap, Roots, Transport};
