//! What stands at a name at which exactly one record is expected.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Problem;
use crate::dns::Dns;
use crate::name::can_be_asked;
use crate::problem::LONGEST_TXT;

/// What stands at a name at which exactly one record is expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Published<T> {
    /// One valid record.
    Valid {
        /// Its text.
        text: String,
        /// What it says.
        record: Box<T>,
    },
    /// One record with faults.
    Faulty {
        /// Its text.
        text: String,
        /// What is wrong with it.
        problems: Vec<Problem>,
    },
    /// Several records.
    Several(Vec<String>),
    /// No record of this sort.
    Nothing,
    /// Nobody knows; the text says why.
    NoAnswer(String),
}

/// The TXT records at `name` that `wanted` knows by their beginning.
pub(crate) async fn published<D: Dns, T>(
    dns: &D,
    name: &str,
    wanted: impl Fn(&str) -> bool + Send,
    parse: impl Fn(&str) -> Result<T, Vec<Problem>> + Send,
) -> Published<T> {
    if !can_be_asked(name) {
        return Published::Nothing;
    }
    let texts = match dns.txt(name).await.known() {
        Ok(texts) => texts,
        Err(why) => return Published::NoAnswer(why),
    };
    // No DNS message carries more (RFC 1035 §4.2.2).
    let short = texts.iter().filter(|bytes| bytes.len() <= LONGEST_TXT);
    let texts = short.map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let mut texts: Vec<String> = texts.filter(|text| wanted(text)).collect();
    match (texts.len(), texts.pop()) {
        (1, Some(text)) => match parse(&text) {
            Ok(record) => Published::Valid { text, record: Box::new(record) },
            Err(problems) => Published::Faulty { text, problems },
        },
        (_, Some(last)) => {
            texts.push(last);
            Published::Several(texts)
        }
        (_, None) => Published::Nothing,
    }
}
