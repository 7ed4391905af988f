//! Files of people, as spreadsheets write them: separated by commas, semicolons or tabs (RFC 4180),
//! in UTF-8, UTF-16 or a charset of Windows, with the names of columns that people use.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use guichet_domain::directory::people_import::UnreadablePeople;
use guichet_domain::kernel::stemming::fold;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Most bytes of a file.
pub(super) const FILE_MAX: usize = 10 * 1024 * 1024;
/// Most people of a file.
pub(super) const PEOPLE_MAX: usize = 20_000;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Email,
    Name,
    FirstName,
    LastName,
    Role,
    Team,
    Department,
    Manager,
    Telephone,
    Place,
    Computer,
    Language,
}

impl Column {
    /// What a heading names, in French or English, however it is spelled.
    fn of(heading: &str) -> Option<Self> {
        let heading: String = fold(heading)
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        Some(match heading.as_str() {
            "email"
            | "mail"
            | "emailaddress"
            | "mailaddress"
            | "courriel"
            | "adressemail"
            | "adresseemail"
            | "adresseelectronique"
            | "adressecourriel"
            | "userprincipalname"
            | "adresse"
            | "address"
            | "primaryemail" => Self::Email,
            "name" | "fullname" | "displayname" | "nomcomplet" | "nomprenom" | "prenomnom"
            | "nometprenom" | "prenometnom" | "nomaffiche" => Self::Name,
            "prenom" | "firstname" | "givenname" => Self::FirstName,
            "nom" | "lastname" | "surname" | "familyname" | "nomdefamille" => Self::LastName,
            "role" | "profil" => Self::Role,
            "team" | "teams" | "equipe" | "equipes" | "groupe" | "groupes" => Self::Team,
            "department" | "departement" | "entite" | "direction" | "service" | "unite"
            | "division" => Self::Department,
            "manager"
            | "linemanager"
            | "responsable"
            | "responsablehierarchique"
            | "superieur"
            | "superieurhierarchique"
            | "n1"
            | "supervisor" => Self::Manager,
            "telephone" | "phone" | "tel" | "telephonenumber" | "phonenumber" | "mobile"
            | "mobilephone" | "portable" | "numerodetelephone" => Self::Telephone,
            "place" | "location" | "site" | "lieu" | "bureau" | "office" | "room" | "batiment"
            | "building" | "localisation" | "emplacement" => Self::Place,
            "computer" | "ordinateur" | "poste" | "postedetravail" | "pc" | "machine"
            | "computername" | "asset" | "workstation" => Self::Computer,
            "language" | "langue" | "lang" | "preferredlanguage" => Self::Language,
            _ => return None,
        })
    }
}

/// A row of the file: the line at which it begins, and its cells that are not empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    pub line: u64,
    pub cells: BTreeMap<Column, String>,
}

impl Row {
    pub fn get(&self, column: Column) -> Option<&str> {
        self.cells.get(&column).map(String::as_str)
    }

    /// The name, in one column or in two.
    pub fn name(&self) -> Option<String> {
        let parts = [Column::FirstName, Column::LastName];
        let parts: Vec<&str> = parts
            .into_iter()
            .filter_map(|part| self.get(part))
            .collect();
        let whole = self.get(Column::Name).map(str::to_owned);
        whole.or_else(|| (!parts.is_empty()).then(|| parts.join(" ")))
    }
}

/// The rows of a file, and the headings that name nothing.
///
/// # Errors
/// [`UnreadablePeople`] if it is too large, or its first line does not say what the columns are.
pub(super) fn rows(file: &[u8]) -> Result<(Vec<Row>, Vec<String>), UnreadablePeople> {
    if file.len() > FILE_MAX {
        let most = u32::try_from(FILE_MAX).unwrap_or(u32::MAX);
        return Err(UnreadablePeople::TooLarge(most));
    }
    let text = text(file);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(&text))
        .flexible(true)
        .from_reader(text.as_bytes());
    let headings = reader.headers().map_err(|_| UnreadablePeople::Columns)?;
    if headings.iter().all(|heading| heading.trim().is_empty()) {
        return Err(UnreadablePeople::Empty);
    }
    let (mut columns, mut unknown) = (Vec::new(), Vec::new());
    for heading in headings {
        // The first of two columns that mean the same counts.
        let column = Column::of(heading).filter(|column| !columns.contains(&Some(*column)));
        if column.is_none() && !heading.trim().is_empty() {
            unknown.push(heading.trim().to_owned());
        }
        columns.push(column);
    }
    let has = |column| columns.contains(&Some(column));
    let has_names = has(Column::Name) || has(Column::FirstName) || has(Column::LastName);
    if !has(Column::Email) || !has_names {
        return Err(UnreadablePeople::Columns);
    }
    let (mut rows, mut counted, mut line) = (Vec::new(), 0, 1);
    let mut record = csv::StringRecord::new();
    // What is text can be read, whatever its quotes are.
    while reader.read_record(&mut record).unwrap_or(false) {
        let begins = record.position().map_or(0, |position| position.byte());
        let begins = usize::try_from(begins).unwrap_or(usize::MAX);
        // Empty lines before it are skipped with it.
        let skipped = text.get(begins..).unwrap_or_default();
        let begins = begins + (skipped.len() - skipped.trim_start_matches(['\n', '\r']).len());
        let between = text.get(counted..begins).unwrap_or_default();
        line += between.matches('\n').count() as u64;
        counted = begins;
        let cells = columns.iter().zip(&record).filter_map(|(column, cell)| {
            let cell = cell.trim();
            (!cell.is_empty()).then_some(((*column)?, cell.to_owned()))
        });
        let cells: BTreeMap<Column, String> = cells.collect();
        if cells.is_empty() {
            continue;
        }
        if rows.len() == PEOPLE_MAX {
            let most = u32::try_from(PEOPLE_MAX).unwrap_or(u32::MAX);
            return Err(UnreadablePeople::TooMany(most));
        }
        rows.push(Row { line, cells });
    }
    Ok((rows, unknown))
}

/// The text of a file: by its mark, else UTF-16 if every second byte of its beginning is zero, else
/// UTF-8 if it is valid, else as it most likely is.
fn text(file: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(file) {
        let file = file.get(mark..).unwrap_or_default();
        return encoding.decode_without_bom_handling(file).0;
    }
    let start = file.get(..200).unwrap_or(file);
    let zeros = |from: usize| {
        let every_second = start.iter().skip(from).step_by(2);
        start.len() > 3 && every_second.filter(|byte| **byte == 0).count() * 10 > start.len() * 3
    };
    if zeros(1) {
        return UTF_16LE.decode_without_bom_handling(file).0;
    }
    if zeros(0) {
        return UTF_16BE.decode_without_bom_handling(file).0;
    }
    match std::str::from_utf8(file) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(file, true);
            let encoding = detector.guess(Some(b"fr"), Utf8Detection::Deny);
            encoding.decode_without_bom_handling(file).0
        }
    }
}

/// What parts the cells: of the three signs the one that the first line has most of.
fn delimiter(text: &str) -> u8 {
    let first = text.trim_start_matches(['\n', '\r']).lines().next();
    let first = first.unwrap_or_default();
    let count = |sign: char| first.matches(sign).count();
    match (count(','), count(';'), count('\t')) {
        (commas, semicolons, tabs) if semicolons > commas && semicolons >= tabs => b';',
        (commas, _, tabs) if tabs > commas => b'\t',
        _ => b',',
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use encoding_rs::WINDOWS_1252;

    fn one(file: &[u8]) -> Row {
        let (mut rows, _) = rows(file).unwrap();
        assert_eq!(rows.len(), 1, "{rows:?}");
        rows.remove(0)
    }

    #[test]
    fn files_of_spreadsheets_are_read() {
        let text = "E-mail;Prénom;Nom;Téléphone;Entité\nana@exemple.fr;Ana;López;01 23;Études\n";
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = [&[0xff, 0xfe][..], &utf16].concat();
        for file in [
            text.as_bytes().to_vec(),
            format!("\u{feff}{text}").into_bytes(),
            text.replace(';', ",").into_bytes(),
            text.replace(';', "\t").into_bytes(),
            text.replace('\n', "\r\n").into_bytes(),
            WINDOWS_1252.encode(text).0.into_owned(),
            utf16,
            big,
            marked,
        ] {
            let row = one(&file);
            assert_eq!(row.name().unwrap(), "Ana López");
            assert_eq!(row.get(Column::Email), Some("ana@exemple.fr"));
            assert_eq!(row.get(Column::Telephone), Some("01 23"));
            assert_eq!(row.get(Column::Department), Some("Études"));
            assert_eq!(row.line, 2);
        }
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let file = b"\n\nemail,name\n\n\n\"multi@exemple.fr\",\"Multi\nLigne\"\n\nbad-address,Mauvais\r\n\r\n,\nx@y.fr,X\n";
        let (rows, _) = rows(file).unwrap();
        let lines: Vec<u64> = rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [6, 9, 12]);
        assert_eq!(rows[0].name().unwrap(), "Multi\nLigne");
    }

    #[test]
    fn what_is_no_such_file_says_why() {
        assert_eq!(rows(b""), Err(UnreadablePeople::Empty));
        assert_eq!(rows(b"\n\n"), Err(UnreadablePeople::Empty));
        for file in [
            "name,role\nAna,user",
            "email\na@b.fr",
            "bonjour",
            "\0\0\0\0",
        ] {
            assert_eq!(
                rows(file.as_bytes()),
                Err(UnreadablePeople::Columns),
                "{file}"
            );
        }
        let large = vec![b'x'; FILE_MAX + 1];
        assert!(matches!(rows(&large), Err(UnreadablePeople::TooLarge(_))));
        let many = format!("email,name\n{}", "a@b.fr,A\n".repeat(PEOPLE_MAX + 1));
        assert!(matches!(
            rows(many.as_bytes()),
            Err(UnreadablePeople::TooMany(_))
        ));
        // Quotes that never end are part of the text.
        let (rows, unknown) = rows(b"Email,Name,Shoe size\na@b.fr,\"Ana").unwrap();
        assert_eq!(
            (rows[0].name().unwrap().as_str(), unknown),
            ("Ana", vec!["Shoe size".to_owned()])
        );
    }
}
