//! A lock on a file, which ends with the process that holds it.
//!
//! Must not outlive a crash: the system lets go of it, whatever happens.

use std::fs::{self, File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use super::{LockError, VpcPlace};

/// A lock that is held until it is dropped
#[derive(Debug)]
pub(super) struct FileLock {
    _file: File,
}

impl FileLock {
    /// Takes the lock of a VPC
    pub(super) fn take(folder: &Path, of: &VpcPlace<'_>) -> Result<Self, LockError> {
        let place = of.to_string();
        let unusable = |error| LockError::Unusable(place.clone(), error);
        let locks = folder.join("locks");
        fs::create_dir_all(&locks).map_err(unusable)?;
        let mut file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(locks.join(of.key()))
            .map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => {
                // For people who wonder who holds it; nothing reads it back but the message below.
                let _ = file.set_len(0);
                let _ = file.rewind();
                let _ = write!(file, "process {}", std::process::id());
                Ok(Self { _file: file })
            }
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder);
                if holder.is_empty() {
                    Err(LockError::Held(place))
                } else {
                    Err(LockError::Held(format!("{place} ({holder})")))
                }
            }
            Err(TryLockError::Error(error)) => Err(unusable(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holds_it_and_another_is_told() {
        let folder = std::env::temp_dir().join(format!("postern-lock-{}", std::process::id()));
        let take = |vpc| {
            let of = VpcPlace {
                account: "111122223333",
                region: "us-east-1",
                vpc,
            };
            FileLock::take(&folder, &of)
        };
        let held = take("vpc-1").unwrap();
        let told = take("vpc-1").unwrap_err().to_string();
        assert!(told.contains("vpc-1 of account 111122223333"), "{told}");
        take("vpc-2").unwrap();
        drop(held);
        take("vpc-1").unwrap();
        fs::remove_dir_all(folder).unwrap();
    }
}
