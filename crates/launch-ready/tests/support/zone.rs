//! A real DNS server on loopback, UDP and TCP, that answers from a table as a resolver would.
#![allow(clippy::unwrap_used, dead_code, missing_docs)]

use hickory_proto::op::{Message, MessageType, Metadata, ResponseCode};
use hickory_proto::rr::rdata::{A, AAAA, CNAME, MX, PTR, TXT};
use hickory_proto::rr::{Name, RData, Record, RecordType};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What stands at one name.
#[derive(Debug, Default, Clone)]
pub struct Host {
    pub records: Vec<RData>,
    /// Whatever is not listed gets no answer at all.
    pub times_out: bool,
    /// The resolver says SERVFAIL.
    pub fails: bool,
}

/// Hosts by name in lower case.
#[derive(Debug, Default, Clone)]
pub struct Zone(pub BTreeMap<String, Host>);

impl Zone {
    /// From lines such as `example.com TXT v=spf1 -all`; `example.com TIMEOUT`; `example.com SERVFAIL`.
    pub fn of(lines: &str) -> Self {
        let mut zone = Self::default();
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (name, rest) = line.split_once(' ').unwrap();
            let (kind, value) = rest.trim().split_once(' ').unwrap_or((rest.trim(), ""));
            zone.add(name, kind, value.trim());
        }
        zone
    }

    pub fn add(&mut self, name: &str, kind: &str, value: &str) {
        match kind {
            "TXT" => self.txt(name, value.as_bytes()),
            "A" => self.push(name, RData::A(A(value.parse().unwrap()))),
            "AAAA" => self.push(name, RData::AAAA(AAAA(value.parse().unwrap()))),
            "MX" => {
                let (preference, host) = value.split_once(' ').unwrap_or((value, ""));
                self.push(name, RData::MX(MX::new(preference.parse().unwrap(), wire(host))));
            }
            "PTR" => self.push(name, RData::PTR(PTR(wire(value)))),
            "CNAME" => self.push(name, RData::CNAME(CNAME(wire(value)))),
            "TIMEOUT" => self.host(name).times_out = true,
            "SERVFAIL" => self.host(name).fails = true,
            _ => panic!("no such type: {kind}"),
        }
    }

    /// A TXT record in strings of at most 255 bytes.
    pub fn txt(&mut self, name: &str, value: &[u8]) {
        let strings: Vec<&[u8]> = if value.is_empty() { vec![b""] } else { value.chunks(255).collect() };
        self.push(name, RData::TXT(TXT::from_bytes(strings)));
    }

    pub fn host(&mut self, name: &str) -> &mut Host {
        self.0.entry(name.trim_end_matches('.').to_ascii_lowercase()).or_default()
    }

    pub fn push(&mut self, name: &str, data: RData) {
        self.host(name).records.push(data);
    }

    /// The wildcard above a name that does not exist (RFC 4592).
    fn wildcard(&self, name: &str) -> Option<&Host> {
        let mut above = name;
        while let Some((_, parent)) = above.split_once('.') {
            if let Some(host) = self.0.get(&format!("*.{parent}")) {
                return Some(host);
            }
            above = parent;
        }
        None
    }

    /// The answer; `None` for silence.
    fn answer(&self, question: &Message) -> Option<Message> {
        let query = question.queries.first()?;
        let mut answer = Message::new(question.metadata.id, MessageType::Response, question.metadata.op_code);
        answer.metadata = Metadata::response_from_request(&question.metadata);
        answer.metadata.recursion_available = true;
        answer.add_query(query.clone());
        let mut name = text(query.name());
        for _ in 0..16 {
            let owner = wire(&name);
            let Some(host) = self.0.get(&name).or_else(|| self.wildcard(&name)) else {
                let below = format!(".{name}");
                if !self.0.keys().any(|key| key.ends_with(&below)) {
                    answer.metadata.response_code = ResponseCode::NXDomain;
                }
                return Some(answer);
            };
            if host.fails {
                answer.metadata.response_code = ResponseCode::ServFail;
                return Some(answer);
            }
            let alias = host.records.iter().find_map(|data| match data {
                RData::CNAME(to) => Some(to.clone()),
                _ => None,
            });
            let wanted = |data: &&RData| data.record_type() == query.query_type();
            let found: Vec<&RData> = host.records.iter().filter(wanted).collect();
            answer.add_answers(found.iter().map(|data| Record::from_rdata(owner.clone(), 60, (*data).clone())));
            match alias {
                Some(to) if query.query_type() != RecordType::CNAME => {
                    name = text(&to.0);
                    answer.add_answer(Record::from_rdata(owner, 60, RData::CNAME(to)));
                }
                _ if found.is_empty() && host.times_out => return None,
                _ => return Some(answer),
            }
        }
        answer.metadata.response_code = ResponseCode::ServFail;
        Some(answer)
    }
}

/// A running server; it ends with the test.
pub struct Server {
    pub address: SocketAddr,
    pub questions: Arc<AtomicUsize>,
}

impl Server {
    pub fn start(zone: Zone) -> Self {
        let (udp, tcp) = sockets();
        let address = udp.local_addr().unwrap();
        let (zone, questions) = (Arc::new(zone), Arc::new(AtomicUsize::new(0)));
        let (zone_of_tcp, counted) = (Arc::clone(&zone), Arc::clone(&questions));
        thread::spawn(move || {
            let mut buffer = [0_u8; 4096];
            while let Ok((length, from)) = udp.recv_from(&mut buffer) {
                counted.fetch_add(1, Ordering::Relaxed);
                let Ok(question) = Message::from_vec(&buffer[..length]) else { continue };
                let Some(answer) = zone.answer(&question) else { continue };
                let mut bytes = answer.to_vec().unwrap();
                if bytes.len() > 1232 {
                    bytes = answer.truncate().to_vec().unwrap();
                }
                udp.send_to(&bytes, from).ok();
            }
        });
        thread::spawn(move || {
            for stream in tcp.incoming().flatten() {
                let zone = Arc::clone(&zone_of_tcp);
                thread::spawn(move || over_tcp(stream, &zone));
            }
        });
        Self { address, questions }
    }
}

/// One port for both.
fn sockets() -> (UdpSocket, TcpListener) {
    for _ in 0..100 {
        let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
        if let Ok(tcp) = TcpListener::bind(udp.local_addr().unwrap()) {
            return (udp, tcp);
        }
    }
    panic!("no port is free for both UDP and TCP");
}

fn over_tcp(mut stream: TcpStream, zone: &Zone) -> Option<()> {
    loop {
        let mut length = [0_u8; 2];
        stream.read_exact(&mut length).ok()?;
        let mut question = vec![0_u8; usize::from(u16::from_be_bytes(length))];
        stream.read_exact(&mut question).ok()?;
        let answer = zone.answer(&Message::from_vec(&question).ok()?)?.to_vec().ok()?;
        stream.write_all(&u16::try_from(answer.len()).ok()?.to_be_bytes()).ok()?;
        stream.write_all(&answer).ok()?;
    }
}

/// Labels of any bytes between dots.
fn wire(name: &str) -> Name {
    let labels = name.trim_end_matches('.').split('.').filter(|label| !label.is_empty());
    let mut name = Name::from_labels(labels.map(str::as_bytes)).unwrap();
    name.set_fqdn(true);
    name
}

fn text(name: &Name) -> String {
    let labels: Vec<_> = name.iter().map(String::from_utf8_lossy).collect();
    labels.join(".").to_ascii_lowercase()
}
