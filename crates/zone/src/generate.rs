//! `$GENERATE` of BIND: one line for many records. `$` stands for the number, `${offset,width,base}` for a changed one.

use crate::lines::Word;
use crate::problem::{Problem, quoted};

/// Most lines that one directive makes: a /16 of reverse names.
const MOST: u32 = 65_536;

/// Numbers of `START-STOP[/STEP]`.
pub(crate) fn range(word: &Word<'_>) -> Result<impl Iterator<Item = u32> + use<>, Problem> {
    let wrong = |what: String| Problem::new(word.at.clone(), what);
    let parts = || {
        let (from, rest) = word.text.split_once('-')?;
        let (to, step) = rest.split_once('/').unwrap_or((rest, "1"));
        Some((from.parse::<u32>().ok()?, to.parse::<u32>().ok()?, step.parse::<u32>().ok()?))
    };
    let (from, to, step) =
        parts().ok_or_else(|| wrong(format!("{} is no range such as 1-20 or 0-100/10", quoted(word.text))))?;
    if step == 0 || from > to {
        return Err(wrong("the range goes from the smaller number up, in steps of at least 1".into()));
    }
    let count = (to - from) / step + 1;
    if count > MOST {
        return Err(wrong(format!("the range makes {count} records, at most {MOST} are read")));
    }
    Ok((0..count).map(move |n| from + n * step))
}

/// The text with the number in place; says what is wrong with it.
pub(crate) fn fill(text: &str, number: u32) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(place) = rest.find(['$', '\\']) {
        out.push_str(&rest[..place]);
        let after = &rest[place + 1..];
        if rest[place..].starts_with('\\') {
            // `\$` is a dollar sign; other escapes are left for whoever reads the word.
            match after.strip_prefix('$') {
                Some(tail) => {
                    out.push('$');
                    rest = tail;
                }
                None => {
                    out.push('\\');
                    let next = after.chars().next();
                    out.extend(next);
                    rest = &after[next.map_or(0, char::len_utf8)..];
                }
            }
        } else if let Some(tail) = after.strip_prefix('{') {
            let (format, tail) = tail.split_once('}').ok_or("${ is never closed")?;
            out.push_str(&formatted(format, number).ok_or_else(|| format!("${{{format}}} is no offset,width,base"))?);
            rest = tail;
        } else {
            out.push_str(&number.to_string());
            rest = after;
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// `offset[,width[,base]]`.
fn formatted(format: &str, number: u32) -> Option<String> {
    let mut parts = format.split(',');
    let offset: i64 = parts.next()?.parse().ok()?;
    let width: usize = parts.next().map_or(Some(0), |w| w.parse().ok()).filter(|w| *w <= 63)?;
    let value = u32::try_from(i64::from(number).checked_add(offset)?).ok()?;
    let text = match parts.next().unwrap_or("d") {
        "d" => format!("{value:0width$}"),
        "o" => format!("{value:0width$o}"),
        "x" => format!("{value:0width$x}"),
        "X" => format!("{value:0width$X}"),
        _ => return None,
    };
    parts.next().is_none().then_some(text)
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn numbers_are_filled_in_as_bind_does() {
        for (text, made) in [
            ("host-$", "host-7"),
            ("h${3}", "h10"),
            ("h${0,3}", "h007"),
            ("h${-7,2,x}", "h00"),
            ("cost\\$", "cost$"),
            ("a\\.b$", "a\\.b7"),
            ("ä\\ä$", "ä\\ä7"),
        ] {
            assert_eq!(fill(text, 7).as_deref(), Ok(made), "{text}");
        }
        for wrong in ["${", "${a}", "${-8}", "${0,99}", "${0,1,z}", "${0,1,d,d}"] {
            assert!(fill(wrong, 7).is_err(), "{wrong}");
        }
    }
}
