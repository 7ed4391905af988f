//! Words that say nothing of what somebody looks for.

/// Function words of French and English, folded, in order.
const STOP_WORDS: &[&str] = &[
    "a", "able", "about", "ai", "aie", "all", "alors", "am", "an", "and", "any", "are", "as", "at",
    "au", "aux", "avec", "avez", "avoir", "avons", "be", "been", "bonjour", "but", "by", "can",
    "cannot", "car", "ce", "cela", "ces", "cet", "cette", "chez", "comme", "comment", "could",
    "dans", "de", "depuis", "des", "did", "do", "does", "doesn", "doit", "don", "donc", "du",
    "elle", "en", "es", "est", "et", "etre", "faire", "fait", "for", "from", "get", "had", "has",
    "have", "hello", "her", "here", "hi", "his", "how", "if", "il", "ils", "in", "into", "is",
    "isn", "it", "its", "je", "la", "le", "les", "leur", "lorsque", "lui", "ma", "mais", "me",
    "merci", "mes", "mon", "my", "ne", "no", "nos", "not", "notre", "nous", "of", "on", "or", "ou",
    "our", "par", "pas", "peut", "peux", "please", "plus", "pour", "pouvez", "quand", "que",
    "quel", "quelle", "qui", "sa", "se", "ses", "si", "so", "some", "son", "sont", "suis", "sur",
    "svp", "ta", "te", "than", "thanks", "that", "the", "their", "there", "they", "this", "to",
    "tout", "un", "une", "vos", "votre", "vous", "was", "we", "when",
];

/// Whether a folded word is a function word of either language.
pub(super) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order() {
        assert!(STOP_WORDS.is_sorted());
        assert!(is_stop_word("the") && is_stop_word("une") && !is_stop_word("word"));
    }
}
