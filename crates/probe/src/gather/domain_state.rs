//! Is a domain anybody's? Two proofs: the parent zone, and the registry.

use crate::look::Look;
use hickory_proto::rr::RecordType;
use model::facts::{DomainState, Lookup, Registration};
use model::{Name, Seen, Subject, Unknown, Why};

/// What becomes of a registered domain. The registry is asked only where DNS does not know the name.
pub(super) async fn of(look: &Look, domain: Name) -> Seen<DomainState> {
    let exists = match look.ask(&domain, RecordType::SOA).await?.lookup {
        Lookup::Found | Lookup::NoData => true,
        // Only "there is no such name" says something about the name; a failure is one of servers.
        Lookup::NoSuchName => false,
        Lookup::ServerFailure | Lookup::Refused => {
            return Err(Unknown::new(Why::NoAnswer, format!("whether {domain} exists")));
        }
    };
    let registered = match exists {
        true => None,
        // A name can be registered and absent from DNS: on hold, or without servers.
        false => look.get::<Registration>(&Subject::domain(&domain)).await.ok().map(|r| r.registered),
    };
    Ok(DomainState { domain, exists, registered })
}
