//! What a name below the domain gives that nobody made.

use super::name_of;
use crate::look::{Gather, Look};
use model::facts::{Addresses, Lookup, Wildcard};
use model::{Seen, Subject, Unknown, Why};

impl Gather for Wildcard {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let name = name_of(subject)?.child(look.nonce()).map_err(|e| Unknown::new(Why::Bug, e.to_string()))?;
        let found = look.get::<Addresses>(&Subject::host(name.as_str())).await?;
        if matches!(found.lookup, Lookup::ServerFailure | Lookup::Refused) && found.aliases.is_empty() {
            return Err(Unknown::new(Why::NoAnswer, "no usable answer about a name that nobody made"));
        }
        Ok(Self { addresses: found.all().collect(), alias: found.aliases.first().cloned() })
    }
}
