//! The id that git gives the bytes of a file, in repositories of SHA-1 and of SHA-256.
//!
//! Must protect nothing: SHA-1 is here because git names files by it, and only to see whether two
//! are the same.

use sha2::{Digest, Sha256};

use crate::record::hex;

/// How many digits an id of SHA-256 has
const SHA256_DIGITS: usize = 64;

/// The id of these bytes, in the hash that made `other`
pub(super) fn id_like(other: &str, bytes: &[u8]) -> String {
    let mut object = format!("blob {}\0", bytes.len()).into_bytes();
    object.extend_from_slice(bytes);
    if other.len() == SHA256_DIGITS {
        hex(&Sha256::digest(&object))
    } else {
        hex(&sha1(object))
    }
}

/// FIPS 180-4, section 6.1
fn sha1(mut message: Vec<u8>) -> Vec<u8> {
    let bits = u64::try_from(message.len())
        .unwrap_or(u64::MAX)
        .wrapping_mul(8);
    message.push(0x80);
    while message.len() % 64 != 56 {
        message.push(0);
    }
    message.extend_from_slice(&bits.to_be_bytes());
    let start = [
        0x6745_2301,
        0xefcd_ab89,
        0x98ba_dcfe,
        0x1032_5476,
        0xc3d2_e1f0,
    ];
    let end = message.chunks_exact(64).fold(start, block);
    end.iter()
        .flat_map(|word: &u32| word.to_be_bytes())
        .collect()
}

#[allow(
    clippy::many_single_char_names,
    reason = "these are the names of FIPS 180-4"
)]
fn block(state: [u32; 5], chunk: &[u8]) -> [u32; 5] {
    let mut words: Vec<u32> = chunk
        .chunks_exact(4)
        .map(|four| {
            four.iter()
                .fold(0, |word, byte| (word << 8) | u32::from(*byte))
        })
        .collect();
    for at in 16..80 {
        let earlier = |back: usize| words.get(at - back).copied().unwrap_or_default();
        let word = earlier(3) ^ earlier(8) ^ earlier(14) ^ earlier(16);
        words.push(word.rotate_left(1));
    }
    let [mut a, mut b, mut c, mut d, mut e] = state;
    for (at, word) in words.into_iter().enumerate() {
        let (mixed, constant) = match at / 20 {
            0 => ((b & c) | (!b & d), 0x5a82_7999),
            1 => (b ^ c ^ d, 0x6ed9_eba1),
            2 => ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc),
            _ => (b ^ c ^ d, 0xca62_c1d6_u32),
        };
        let next = a
            .rotate_left(5)
            .wrapping_add(mixed)
            .wrapping_add(e)
            .wrapping_add(constant)
            .wrapping_add(word);
        (e, d, c, b, a) = (d, c, b.rotate_left(30), a, next);
    }
    let [h0, h1, h2, h3, h4] = state;
    [
        h0.wrapping_add(a),
        h1.wrapping_add(b),
        h2.wrapping_add(c),
        h3.wrapping_add(d),
        h4.wrapping_add(e),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_what_git_prints() {
        // `git hash-object --stdin`, in a repository of each kind.
        for (text, id) in [
            ("", "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"),
            ("hello\n", "ce013625030ba8dba906f756967f9e9ca394464a"),
            (
                "",
                "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
            ),
        ] {
            assert_eq!(id_like(id, text.as_bytes()), id);
        }
    }

    #[test]
    fn it_is_sha1_for_every_length_around_a_block() {
        // The lengths at which padding takes another block, and a million letters (FIPS 180-4).
        assert_eq!(
            hex(&sha1(b"abc".to_vec())),
            "a9993e364706816aba3e25717850c26c9cd0d89d"
        );
        assert_eq!(
            hex(&sha1(
                b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".to_vec()
            )),
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
        );
        assert_eq!(
            hex(&sha1(vec![b'a'; 1_000_000])),
            "34aa973cd4c4daa4f61eeb2bdbad27316534016f"
        );
    }
}
