//! Who works: a name for each running server that says on which machine and in which process it is, so that one that
//! starts can tell whether another one there is dead, and take over what it had begun.

use super::ids::Ids;

/// The name of this process: `BOOT.NAMESPACE.PROCESS.NUMBER`.
#[must_use]
pub fn name(ids: &Ids, now_ms: i64) -> String {
    let (boot, namespace) = here().unwrap_or_default();
    format!("{boot}.{namespace}.{}.{:x}", std::process::id(), ids.next(now_ms))
}

/// Whether the process of this name has certainly ended: it ran on this machine since it was started, in our list of
/// processes, and is not in it any more. A number that was given to somebody else since counts as alive.
#[must_use]
pub fn is_dead(name: &str, own: &str) -> bool {
    let parts = |name: &str| -> Option<(String, String, u32)> {
        let mut parts = name.split('.');
        let (boot, namespace) = (parts.next()?.to_owned(), parts.next()?.to_owned());
        Some((boot, namespace, parts.next()?.parse().ok()?))
    };
    let (Some((boot, namespace, process)), Some(here)) = (parts(name), here()) else {
        return false;
    };
    if (boot, namespace) != here || name == own {
        return false;
    }
    process == std::process::id() || !std::path::Path::new(&format!("/proc/{process}")).exists()
}

/// When this machine was started, and which list of processes we see. None where the system does not tell.
fn here() -> Option<(String, String)> {
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let namespace = std::fs::read_link("/proc/self/ns/pid").ok()?;
    let digits = |text: &str| text.chars().filter(char::is_ascii_hexdigit).collect::<String>();
    let namespace = namespace.to_string_lossy().chars().filter(char::is_ascii_digit).collect();
    Some((digits(&boot), namespace))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn only_a_process_of_this_machine_that_is_gone_is_dead() {
        let ids = Ids::seeded(1);
        let own = name(&ids, 1);
        let mut child = std::process::Command::new("true").spawn().unwrap();
        let start: String = own.split('.').take(2).collect::<Vec<_>>().join(".");
        let of = |process: u32| format!("{start}.{process}.other");
        let theirs = of(child.id());
        child.wait().unwrap();
        assert!(is_dead(&theirs, &own), "{theirs} has ended");
        assert!(!is_dead(&own, &own), "we live");
        assert!(!is_dead(&of(1), &own), "the first process of the machine lives");
        assert!(is_dead(&of(std::process::id()), &own), "whoever had our number before is gone");
        assert!(
            !is_dead(&format!("other.1.{}.1", child.id()), &own),
            "of another machine nobody knows"
        );
        assert!(!is_dead("test", &own));
    }
}
