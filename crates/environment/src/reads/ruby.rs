//! Ruby: `ENV["X"]`, `ENV.fetch("X")`, `ENV.key?` is no reader.

use super::{Fallback, Found};

pub(super) fn find(found: &mut Found) {
    for at in 0..found.tokens.len() {
        if !found.is(at, "ENV") {
            continue;
        }
        if found.is(at + 1, "[")
            && let Some(name) = found.name_in_quotes(at + 2)
        {
            let after = at + 4;
            let assigned = (found.is(after, "=") && !found.is(after + 1, "=") && !found.is(after + 1, "~"))
                || found.reads(after, "| | =");
            if !assigned {
                let fallback = if found.reads(after, "| |") { found.literal(after + 2) } else { Fallback::None };
                found.add(at + 2, name, fallback);
            }
        }
        if found.reads(at + 1, ". fetch (")
            && let Some(name) = found.name_in_quotes(at + 4)
        {
            let close = found.closing(at + 3);
            let block = found.is(close + 1, "{") || found.is(close + 1, "do");
            let fallback =
                if block { found.literal(close + 2) } else { found.second_argument(at + 4, Fallback::Fails) };
            found.add(at + 4, name, fallback);
        }
    }
}
