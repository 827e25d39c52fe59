//! Servers that misbehave, delays, and what is counted.
#![allow(clippy::unwrap_used)]

mod common;

use common::*;
use flate2::read::MultiGzDecoder;
use hickory_proto::op::{Message, ResponseCode};
use lab::{Chaos, Lab, Requests, World};
use std::io::Read;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

const APEX: &str = "203.0.113.10";
const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: acme.example\r\n\r\n";
const SOON: Duration = Duration::from_millis(300);

async fn with(host: &str, port: u16, chaos: Chaos) -> Lab {
    let mut world = World::fixed();
    world.chaos.insert((host.to_owned(), port), chaos);
    Lab::start(world).await.unwrap()
}

async fn plain(lab: &Lab) -> tokio::net::TcpStream {
    let mut stream = lab.net().tcp(at(APEX, 80), LIMIT).await.unwrap();
    stream.write_all(GET).await.unwrap();
    stream
}

#[tokio::test]
async fn a_refusing_port_refuses_by_name_and_by_address() {
    for key in ["acme.example", APEX] {
        let lab = with(key, 443, Chaos::Refuse).await;
        assert_eq!(lab.net().tcp(at(APEX, 443), LIMIT).await.unwrap_err(), probe::ConnectError::Refused);
        assert!(lab.net().tcp(at(APEX, 80), LIMIT).await.is_ok());
    }
}

#[tokio::test]
async fn a_hanging_server_accepts_and_never_answers() {
    let lab = with("acme.example", 80, Chaos::Hang).await;
    let mut stream = plain(&lab).await;
    assert!(timeout(SOON, stream.read_u8()).await.is_err());
}

#[tokio::test]
async fn a_half_closed_server_ends_before_it_answered() {
    let lab = with("acme.example", 80, Chaos::HalfClose).await;
    let mut stream = plain(&lab).await;
    assert_eq!(stream.read(&mut [0; 16]).await.unwrap(), 0);
    stream.write_all(GET).await.unwrap();
}

#[tokio::test]
async fn a_slow_server_gives_one_octet_a_second() {
    let lab = with("acme.example", 443, Chaos::OneByteASecond).await;
    let mut stream = handshake(&lab, APEX.parse().unwrap(), "acme.example").await.unwrap();
    stream.write_all(GET).await.unwrap();
    let begin = Instant::now();
    let mut head = [0; 3];
    stream.read_exact(&mut head).await.unwrap();
    assert_eq!(&head, b"HTT");
    assert!(begin.elapsed() > Duration::from_millis(1_900), "{:?}", begin.elapsed());
}

#[tokio::test]
async fn garbage_is_neither_http_nor_tls() {
    let lab = with("acme.example", 80, Chaos::Garbage).await;
    let mut all = Vec::new();
    plain(&lab).await.read_to_end(&mut all).await.ok();
    assert!(!all.is_empty() && !all.starts_with(b"HTTP"));
    for chaos in [Chaos::Garbage, Chaos::TlsGarbage] {
        let lab = with("acme.example", 443, chaos).await;
        assert!(handshake(&lab, APEX.parse().unwrap(), "acme.example").await.is_err(), "{chaos:?}");
    }
}

#[tokio::test]
async fn headers_and_bodies_have_no_end() {
    for (chaos, sign) in [(Chaos::EndlessHeaders, "x-filler-63: y"), (Chaos::EndlessBody, "And another thing.")] {
        let lab = with("acme.example", 443, chaos).await;
        let mut stream = handshake(&lab, APEX.parse().unwrap(), "acme.example").await.unwrap();
        stream.write_all(GET).await.unwrap();
        let mut seen = vec![0; 5_000_000];
        stream.read_exact(&mut seen).await.unwrap();
        let seen = String::from_utf8_lossy(&seen);
        assert!(seen.starts_with("HTTP/1.1 200 OK\r\n") && seen.contains(sign), "{chaos:?}");
        assert_eq!(seen.contains("\r\n\r\n"), chaos == Chaos::EndlessBody);
    }
}

#[tokio::test]
async fn a_bomb_of_ten_megabytes_unpacks_to_ten_gigabytes() {
    let lab = with("acme.example", 80, Chaos::GzipBomb).await;
    let mut stream = plain(&lab).await;
    let mut all = Vec::new();
    stream.read_to_end(&mut all).await.unwrap();
    let begin = all.windows(4).position(|w| w == b"\r\n\r\n").unwrap() + 4;
    assert!(all.len() < 12_000_000, "{}", all.len());
    // A tenth of a gigabyte proves the rate; unpacking all of it would only take time.
    let mut unpacked = MultiGzDecoder::new(&all[begin..]);
    let mut zeros = vec![1; 100 << 20];
    unpacked.read_exact(&mut zeros).unwrap();
    assert!(zeros.iter().all(|b| *b == 0));
    assert!(unpacked.get_ref().len() > (all.len() - begin) * 98 / 100, "a hundredth was enough");
}

#[tokio::test]
async fn redirects_grow() {
    let lab = with("acme.example", 443, Chaos::GrowingRedirect).await;
    let mut path = "/".to_owned();
    for _ in 0..6 {
        let answer = get(&lab, &format!("https://acme.example{path}")).await;
        let next = answer.header("location").unwrap().strip_prefix("https://acme.example").unwrap().to_owned();
        assert!(answer.status == 302 && next.len() > path.len());
        path = next;
    }
    assert!(path.len() > 300, "{}", path.len());
}

#[tokio::test]
async fn a_resolver_can_be_silent_wrong_or_failing() {
    let lab = with("resolver", 53, Chaos::Hang).await;
    let socket = lab.net().udp(at(RESOLVER, 53)).await.unwrap();
    socket.send(&question("acme.example", "A").to_vec().unwrap()).await.unwrap();
    assert!(timeout(SOON, socket.recv(&mut [0; 512])).await.is_err());

    let asked = question("acme.example", "A");
    let lab = with("resolver", 53, Chaos::WrongId).await;
    let (over_udp, over_tcp) = (udp(&lab, RESOLVER, &asked).await, tcp(&lab, RESOLVER, &asked).await);
    assert!(over_udp.metadata.id != asked.metadata.id && over_tcp.metadata.id != asked.metadata.id);

    let lab = with("resolver", 53, Chaos::AlwaysTruncated).await;
    assert!(udp(&lab, RESOLVER, &asked).await.metadata.truncation);
    assert!(tcp(&lab, RESOLVER, &asked).await.metadata.truncation);

    let lab = with("resolver", 53, Chaos::ServerFailure).await;
    assert_eq!(udp(&lab, RESOLVER, &asked).await.metadata.response_code, ResponseCode::ServFail);

    let lab = with("resolver", 53, Chaos::Garbage).await;
    let socket = lab.net().udp(at(RESOLVER, 53)).await.unwrap();
    socket.send(&asked.to_vec().unwrap()).await.unwrap();
    let mut buffer = [0; 512];
    let n = timeout(LIMIT, socket.recv(&mut buffer)).await.unwrap().unwrap();
    assert!(Message::from_vec(&buffer[..n]).is_err());
}

#[tokio::test]
async fn a_name_server_can_be_switched_by_its_name() {
    let lab = with("ns1.nordic-dns.example", 53, Chaos::ServerFailure).await;
    for server in ["203.0.113.53", "2001:db8:53::1"] {
        let answer = udp(&lab, server, &question("acme.example", "SOA")).await;
        assert_eq!(answer.metadata.response_code, ResponseCode::ServFail);
    }
}

#[tokio::test]
async fn ten_megabytes_of_txt_come_over_tcp() {
    let lab = with("resolver", 53, Chaos::HugeTxt).await;
    assert!(udp(&lab, RESOLVER, &question("acme.example", "TXT")).await.metadata.truncation);
    assert_eq!(data(&udp(&lab, RESOLVER, &question("acme.example", "A")).await), [APEX]);
    let mut stream = lab.net().tcp(at(RESOLVER, 53), LIMIT).await.unwrap();
    let bytes = question("acme.example", "TXT").to_vec().unwrap();
    stream.write_u16(bytes.len() as u16).await.unwrap();
    stream.write_all(&bytes).await.unwrap();
    let mut all = Vec::new();
    stream.read_to_end(&mut all).await.unwrap();
    assert!(all.len() > 10_000_000, "{}", all.len());
    let first = usize::from(u16::from_be_bytes([all[0], all[1]]));
    assert!(first > 64_000 && Message::from_vec(&all[2..2 + first]).is_ok());
}

#[tokio::test]
async fn a_delay_is_added_to_each_round_trip() {
    let delay = Duration::from_millis(150);
    let lab = Lab::start(World { delay, ..World::fixed() }).await.unwrap();
    let begin = Instant::now();
    ask(&lab, "acme.example", "A").await;
    let dns = begin.elapsed();
    assert!(dns >= delay && dns < delay * 2, "{dns:?}");
    let begin = Instant::now();
    let stream = handshake(&lab, APEX.parse().unwrap(), "acme.example").await.unwrap();
    let tls = begin.elapsed();
    assert!(tls >= delay * 2 && tls < delay * 3, "TCP and TLS 1.3: two round trips, took {tls:?}");
    let begin = Instant::now();
    assert_eq!(exchange(stream, "acme.example", "/", "").await.status, 200);
    let http = begin.elapsed();
    assert!(http >= delay && http < delay * 2, "{http:?}");
}

#[tokio::test]
async fn questions_requests_and_connections_are_counted() {
    let lab = Lab::start(World::fixed()).await.unwrap();
    get(&lab, "https://acme.example/pricing?x=1").await;
    get(&lab, "http://acme.example/").await;
    let mut open = Vec::new();
    for _ in 0..5 {
        open.push(lab.net().tcp(at(APEX, 443), LIMIT).await.unwrap());
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    let seen = lab.requests();
    let apex = &seen.http["acme.example"];
    assert_eq!(apex.requests, ["GET https://acme.example/pricing?x=1", "GET http://acme.example/"]);
    assert_eq!((apex.connections, apex.most_at_once), (7, 5));
    assert_eq!(seen.dns["resolver"], ["acme.example A", "acme.example A"]);
    drop(open);
    lab.forget_requests();
    assert_eq!(lab.requests(), Requests::default());
    // One after the other, faster than the server can notice that the one before has gone.
    for _ in 0..20 {
        lab.net().tcp(at(APEX, 443), LIMIT).await.unwrap();
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    let apex = &lab.requests().http["acme.example"];
    assert_eq!((apex.connections, apex.most_at_once), (20, 1));
}
