//! Faults, told in English.

use super::{Fault, fault};
use guichet_domain::kernel::priority::{Impact, Urgency};
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};

/// Faults, each told by the person affected. `{floor}` and `{pc}` are placeholders.
pub const FAULTS: &[Fault] = &[
    fault(
        (4, 1),
        (Impact::Medium, Urgency::Medium),
        (ResolutionCode::Configuration, Permanence::Workaround),
        1,
        [
            "3rd floor printer shows as offline",
            "Nothing prints on the 3rd floor since this morning. My colleagues see the same.",
            "The print queue keeps an address that the printer no longer has.",
            "The print queue was restarted. If it happens again, please use the printer on the 2nd floor.",
        ],
    ),
    fault(
        (2, 1),
        (Impact::Low, Urgency::High),
        (ResolutionCode::Configuration, Permanence::Workaround),
        2,
        [
            "VPN drops every ten minutes",
            "Working from home, the VPN disconnects every ten minutes and I have to sign in again.",
            "The gateway loses sessions when keys are renewed.",
            "Please choose the backup gateway in the VPN client; it is not affected.",
        ],
    ),
    fault(
        (1, 1),
        (Impact::Low, Urgency::High),
        (ResolutionCode::SoftwareFix, Permanence::Workaround),
        3,
        [
            "Word closes when I open a document from the server",
            "Since Monday’s update Word closes without a message when I open anything from the shared drive.",
            "The signature add-in blocks Word on network documents.",
            "The signature add-in was turned off. To sign a document, copy it to your computer first.",
        ],
    ),
    fault(
        (3, 0),
        (Impact::Medium, Urgency::Medium),
        (ResolutionCode::Configuration, Permanence::Workaround),
        4,
        [
            "My mails leave hours late",
            "Mails sent in the morning reach customers in the afternoon.",
            "Queue full on the Lyon relay.",
            "The waiting mails have left. For urgent ones please use webmail.",
        ],
    ),
    fault(
        (5, 1),
        (Impact::Low, Urgency::High),
        (ResolutionCode::AccessRestored, Permanence::Permanent),
        5,
        [
            "Account locked after password change",
            "I changed my password yesterday and I am locked out every hour.",
            "The phone kept the old password.",
            "The account is unlocked and your phone has the new password.",
        ],
    ),
    fault(
        (1, 0),
        (Impact::Low, Urgency::High),
        (ResolutionCode::SoftwareFix, Permanence::Permanent),
        0,
        [
            "Word does not open any more",
            "The window shows for a second and disappears.",
            "Damaged default template.",
            "The default template was rebuilt. Your documents are unchanged.",
        ],
    ),
    fault(
        (2, 0),
        (Impact::Low, Urgency::High),
        (ResolutionCode::Configuration, Permanence::Permanent),
        0,
        [
            "Cannot connect to the VPN from a customer site",
            "The client says “timed out”. I need the price list today.",
            "The customer’s network blocks the usual protocol.",
            "Your profile now uses port 443, which works everywhere.",
        ],
    ),
    fault(
        (3, 1),
        (Impact::Low, Urgency::Medium),
        (ResolutionCode::UserGuidance, Permanence::Permanent),
        0,
        [
            "Mailbox full",
            "I can no longer send mails.",
            "Large attachments in sent items.",
            "Mails older than a year were archived; the archive is below your mailbox.",
        ],
    ),
    fault(
        (3, 3),
        (Impact::Low, Urgency::Medium),
        (ResolutionCode::UserGuidance, Permanence::Permanent),
        0,
        [
            "Suspicious mail about a parcel",
            "A mail asks me to pay a fee for a parcel I never ordered. I did not click.",
            "Phishing, sender blocked.",
            "Thank you for telling us. The sender is blocked and the mail removed from other mailboxes.",
        ],
    ),
    fault(
        (4, 0),
        (Impact::Low, Urgency::Low),
        (ResolutionCode::HardwareReplaced, Permanence::Permanent),
        0,
        [
            "Paper jams on the {floor} printer",
            "Every third double-sided page gets stuck.",
            "Worn rollers.",
            "The rollers were replaced; thirty pages went through without a jam.",
        ],
    ),
    fault(
        (5, 0),
        (Impact::Low, Urgency::High),
        (ResolutionCode::AccessRestored, Permanence::Permanent),
        0,
        [
            "Forgot my password",
            "Back from leave, and I cannot remember my password. Computer {pc}.",
            "Forgotten password.",
            "Identity checked by phone, temporary password given.",
        ],
    ),
    fault(
        (6, 1),
        (Impact::Medium, Urgency::High),
        (ResolutionCode::SoftwareFix, Permanence::Permanent),
        0,
        [
            "Error 4502 when saving an entry",
            "The finance ERP shows error 4502 when I save a closing entry.",
            "Accounting period closed by mistake.",
            "The period was reopened and the entry saved.",
        ],
    ),
    fault(
        (7, 0),
        (Impact::Medium, Urgency::Medium),
        (ResolutionCode::HardwareReplaced, Permanence::Permanent),
        0,
        [
            "No Wi-Fi in the {floor} meeting room",
            "No network shows up, neither on laptops nor phones.",
            "Broken access point.",
            "The access point was replaced.",
        ],
    ),
    fault(
        (7, 2),
        (Impact::Medium, Urgency::High),
        (ResolutionCode::Configuration, Permanence::Permanent),
        0,
        [
            "Cannot reach the team’s shared folder",
            "Drive P: says access denied for all of us.",
            "Rights group emptied during the reorganisation.",
            "The rights on the folder are restored.",
        ],
    ),
    fault(
        (8, 1),
        (Impact::Low, Urgency::Medium),
        (ResolutionCode::UserGuidance, Permanence::Permanent),
        0,
        [
            "No mobile data abroad",
            "I am in Milan and have calls but no data.",
            "Roaming was off.",
            "Roaming is on; please restart the phone once.",
        ],
    ),
    fault(
        (9, 0),
        (Impact::Low, Urgency::High),
        (ResolutionCode::HardwareReplaced, Permanence::Permanent),
        0,
        [
            "Computer {pc} does not start",
            "Black screen and three beeps.",
            "Faulty memory.",
            "The memory was replaced and the computer starts.",
        ],
    ),
    fault(
        (9, 1),
        (Impact::Low, Urgency::Medium),
        (ResolutionCode::Configuration, Permanence::Permanent),
        0,
        [
            "Laptop very slow after the update",
            "Everything takes ages on {pc} since last week.",
            "Indexing restarted at every boot.",
            "Indexing is complete and no longer restarts.",
        ],
    ),
    fault(
        (10, 2),
        (Impact::Low, Urgency::Medium),
        (ResolutionCode::Configuration, Permanence::Permanent),
        0,
        [
            "Old address in my personal file",
            "The HR application still shows the address I left a year ago.",
            "Change lost during a migration.",
            "Your address was corrected.",
        ],
    ),
    fault(
        (11, 0),
        (Impact::Low, Urgency::High),
        (ResolutionCode::UserGuidance, Permanence::Permanent),
        0,
        [
            "Nobody can hear me in video meetings",
            "My microphone works everywhere but in meetings.",
            "Wrong microphone chosen.",
            "The right microphone is chosen and a test call worked.",
        ],
    ),
];
