//! Elixir: `System.get_env`, `System.fetch_env!`.

use super::{Fallback, Found};

pub(super) fn find(found: &mut Found) {
    for at in 0..found.tokens.len() {
        if found.reads(at, "System . get_env (")
            && let Some(name) = found.name_in_quotes(at + 4)
        {
            let after = found.closing(at + 3) + 1;
            let fallback = if found.reads(after, "| |") {
                if found.is(after + 2, "raise") { Fallback::Fails } else { found.literal(after + 2) }
            } else {
                found.second_argument(at + 4, Fallback::None)
            };
            found.add(at + 4, name, fallback);
        }
        if found.reads(at, "System . fetch_env ! (")
            && let Some(name) = found.name_in_quotes(at + 5)
        {
            found.add(at + 5, name, Fallback::Fails);
        }
    }
}
