//! Technical terms get a few plain words at their first use in a report.

/// Terms and what they do, in about five words. A longer term stands before one that it contains.
const TERMS: [(&str, &str); 16] = [
    ("Content-Security-Policy", "limits what a page may load"),
    ("DNSSEC", "signs the answers of DNS"),
    ("DMARC", "tells receivers whether mail from you is real"),
    ("DKIM", "signs each mail you send"),
    ("HSTS", "keeps browsers on encrypted pages"),
    ("CNAME", "an alias for another name"),
    ("NXDOMAIN", "there is no such name"),
    ("RDAP", "the public register of domains"),
    ("CORS", "lets other sites read answers"),
    ("HttpOnly", "hides a cookie from scripts"),
    ("IPv6", "the newer kind of addresses"),
    ("CAA", "names who may issue certificates"),
    ("DNS", "turns names into addresses"),
    ("SPF", "lists who sends your mail"),
    ("TLS", "encrypts what visitors send and get"),
    ("MX", "says where your mail arrives"),
];

/// A piece of a text.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As it stood.
    Text(&'a str),
    /// What the term just before means.
    Gloss(&'static str),
}

/// Which terms were explained already.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    told: [bool; TERMS.len()],
}

impl Terms {
    /// The text with an explanation behind the first use of each term.
    pub fn explain<'a>(&mut self, text: &'a str) -> Vec<Piece<'a>> {
        let mut uses: Vec<(usize, &'static str)> = Vec::new();
        for (i, (term, gloss)) in TERMS.iter().enumerate() {
            if !self.told[i]
                && let Some(end) = first_use(text, term)
            {
                self.told[i] = true;
                uses.push((end, gloss));
            }
        }
        uses.sort_unstable();
        let mut out = Vec::new();
        let mut from = 0;
        for (end, gloss) in uses {
            out.push(Piece::Text(&text[from..end]));
            out.push(Piece::Gloss(gloss));
            from = end;
        }
        out.push(Piece::Text(&text[from..]));
        out
    }

    /// [`Terms::explain`] as plain text.
    pub fn in_words(&mut self, text: &str) -> String {
        let piece = |p| match p {
            Piece::Text(text) => text.to_owned(),
            Piece::Gloss(gloss) => format!(" ({gloss})"),
        };
        self.explain(text).into_iter().map(piece).collect()
    }
}

/// Where the first use of the term as a word of its own ends; parts of names (`_dmarc`, `SPF-Host`) are none,
/// and a term that is explained on the spot needs no words of ours.
fn first_use(text: &str, term: &str) -> Option<usize> {
    let joins = |c: char| c.is_alphanumeric() || "-_.=/:".contains(c);
    text.match_indices(term).map(|(at, _)| (at, at + term.len())).find_map(|(at, end)| {
        let before = text[..at].chars().next_back().is_none_or(|c| !joins(c));
        let rest = &text[end..];
        let mut after = rest.chars();
        let stop = match after.next() {
            None => true,
            Some('.' | ':') => after.next().is_none_or(char::is_whitespace),
            Some(c) => !joins(c),
        };
        (before && stop && !rest.starts_with(" (")).then_some(end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_explained_once_and_only_as_a_word() {
        let mut terms = Terms::default();
        assert_eq!(terms.in_words("_DMARC.acme.example"), "_DMARC.acme.example");
        let first = terms.in_words("No DMARC, and DNS. Really no DMARC.");
        let wanted = "No DMARC (tells receivers whether mail from you is real), and DNS (turns names into addresses). Really no DMARC.";
        assert_eq!(first, wanted);
        assert_eq!(terms.in_words("DMARC"), "DMARC");
    }

    #[test]
    fn a_longer_term_is_not_taken_for_the_shorter_one() {
        assert_eq!(Terms::default().in_words("DNSSEC"), "DNSSEC (signs the answers of DNS)");
    }
}
