//! "Did you mean": the known word nearest to a mistyped one.

/// Longer words are not compared: the answer would be no help, and the cost grows with the square.
const LONGEST: usize = 80;

/// The known word nearest to `word`, if one is near enough to be meant.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = plain(word);
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    known.into_iter().filter_map(|k| Some((distance(&word, &plain(k))?, k))).min().map(|(_, k)| k)
}

/// Steps between two words, unless they are too far apart. A check id without its area, or only its
/// beginning, is near as well.
fn distance(word: &str, known: &str) -> Option<usize> {
    if known.split_once('/').is_some_and(|(_, defect)| defect == word) {
        return Some(0);
    }
    let steps = strsim::damerau_levenshtein(word, known);
    if steps <= (word.chars().count() / 3).max(1) {
        return Some(steps);
    }
    (word.len() >= 4 && known.starts_with(word)).then_some(steps)
}

/// Case and the kind of dash don't matter.
fn plain(word: &str) -> String {
    word.to_lowercase().replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_its_word() {
        assert_eq!(nearest("monitr", ["mail", "monitor"]), Some("monitor"));
        assert_eq!(nearest("First_Customers", ["first-customers"]), Some("first-customers"));
        assert_eq!(nearest("dmarc-missing", ["mail/dmarc-missing"]), Some("mail/dmarc-missing"));
        assert_eq!(nearest("mail/dmarc", ["mail/dmarc-missing", "mail/no-mx"]), Some("mail/dmarc-missing"));
    }

    #[test]
    fn a_word_of_its_own_finds_nothing() {
        assert_eq!(nearest("kubernetes", ["mail", "monitor"]), None);
        assert_eq!(nearest("", ["a"]), None);
    }
}
