//! Keys and signatures of the domain, as records. Nothing verifies them: the lab's resolver plays that part.

/// DNSKEY: a key-signing key of algorithm 13 (ECDSA P-256), of octets that mean nothing.
pub(crate) const KEY: &str = "0101030d0b30557a9fc4e90e33587da2c7ec11365b80a5caef14395e83a8cdf2173c6186abd0f51a3f6489aed3f81d42678cb1d6fb20456a8fb4d9fe23486d92b7dc0126";
/// DNSKEY: a zone-signing key of RSA with 1024 bits.
pub(crate) const WEAK_KEY: &str = "010003080301000180878e959ca3aab1b8bfc6cdd4dbe2e9f0f7fe858c939aa1a8afb6bdc4cbd2d9e0e7eef5fc838a91989fa6adb4bbc2c9d0d7dee5ecf3fa81888f969da4abb2b9c0c7ced5dce3eaf1f8ff868d949ba2a9b0b7bec5ccd3dae1e8eff6fd848b9299a0a7aeb5bcc3cad1d8dfe6edf4fb828990979ea5acb3bac1c8cfd6dde4ebf2f9";
/// DS: the SHA-256 digest of [`KEY`].
pub(crate) const DS: &str = "d47d0d0283bd7e1ee15a9b1b4e8003aec07803d43e9533acb01bc26ddd5d6f5fe9c08e9b";
/// DS of the key before.
pub(crate) const OLD_DS: &str = "d4280d025a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a";

/// RRSIG over a type until a moment (Unix time).
pub(crate) fn signature(covers: u16, until: u32) -> String {
    let covers: String = covers.to_be_bytes().iter().map(|b| format!("{b:02x}")).collect();
    let until: String = until.to_be_bytes().iter().map(|b| format!("{b:02x}")).collect();
    // Algorithm 13, two labels, an hour, until, since, tag of the key, signer, and sixty-four octets of nothing.
    format!("{covers}0d0200000e10{until}6ae69e80d47d0461636d65076578616d706c6500{}", "00".repeat(64))
}

/// When the healthy zone's signatures end: in the year 2100.
pub(crate) const FAR: u32 = 4102444800;
