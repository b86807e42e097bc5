"""The rule language, for editors: its types and functions. Made by ferrule.rules.stubs."""

from typing import Any as Any
from typing import Generic, TypeVar
from typing import List as List
from typing import Optional as Optional

_T = TypeVar("_T")

class RuleT: ...
class TimeDeltaT: ...
class ExperimentT: ...
class EffectBase: ...
class Entity(Generic[_T]):
    def __init__(self, *, type: str, id: _T) -> None: ...

ActionName: str

def Base64Decode(*, input: str) -> str:
    """Reads text in UTF-8 from base64."""

def Base64Encode(*, input: str) -> str:
    """Writes the UTF-8 bytes of a text in base64."""

def CensorizedListContains(*, list: str, phrases: List[Any], plurals: bool = ..., must_be_censorized: bool = ..., word_boundaries: bool = ..., case_sensitive: bool = ...) -> str | None:
    """The first word of a list that stands in a text, also with letters hidden, or None."""

def CensoredListContains(*, list: str, phrases: List[Any], plurals: bool = ..., must_be_censorized: bool = ..., word_boundaries: bool = ..., case_sensitive: bool = ...) -> str | None:
    """The first word of a list that stands in a text, also with letters hidden, or None."""

def CensorizedListItems(*, list: str, phrases: List[Any], plurals: bool = ..., substrings: bool = ..., must_be_censorized: bool = ...) -> List[str]:
    """All words of a list that stand in the texts, also with letters hidden."""

def CensoredListItems(*, list: str, phrases: List[Any], plurals: bool = ..., substrings: bool = ..., must_be_censorized: bool = ...) -> List[str]:
    """All words of a list that stand in the texts, also with letters hidden."""

def CensorizedListMatch(*, list: str, phrases: List[Any], plurals: bool = ..., substrings: bool = ..., must_be_censorized: bool = ...) -> str | None:
    """The first word of a list that stands in a text, also with letters hidden, or None."""

def CensoredListMatch(*, list: str, phrases: List[Any], plurals: bool = ..., substrings: bool = ..., must_be_censorized: bool = ...) -> str | None:
    """The first word of a list that stands in a text, also with letters hidden, or None."""

def CheckCensorized(*, s: str, pattern: str, plurals: bool = ..., substrings: bool = ..., must_be_censorized: bool = ...) -> bool:
    """Whether a word stands in a text, also with letters hidden: `b4d`, `b.a.d`, `baaad`."""

def CheckCensored(*, s: str, pattern: str, plurals: bool = ..., substrings: bool = ..., must_be_censorized: bool = ...) -> bool:
    """Whether a word stands in a text, also with letters hidden: `b4d`, `b.a.d`, `baaad`."""

def CleanString(*, s: str, zero_width: bool = ..., underlines: bool = ..., space_likes: bool = ..., single_quotes: bool = ...) -> str:
    """The text without what hides its words from filters."""

def ConcatStringLists(*, lists: List[List[str]], optional_lists: List[List[Any]] = ...) -> List[str]:
    """The items of all lists, one list after the other."""

def CountRegexMatches(*, patterns: List[str], target: str, case_insensitive: bool = ...) -> int:
    """Counts the patterns that are found anywhere in a text."""

def DeclareVerdict(*, verdict: str) -> EffectBase:
    """Returns a word to whoever sent the event."""

def DidFromUri(*, uri: str | None) -> str | None:
    """The repository of an `at://` URI, as `did:plc:...`, or None for None."""

def DigitRatio(*, s: str) -> float:
    """The part of digits among all characters, from 0.0 to 1.0."""

def DomainChopper(*, urls: List[str], fld: bool = ...) -> List[str]:
    """Returns the registered domain of each domain or URL of a list."""

def DomainTld(*, domain: str) -> str:
    """Returns the public suffix of a domain or URL, as `co.uk`."""

def EditDistance(*, a: str, b: str) -> int:
    """How many characters to insert, delete or replace to make one text of the other."""

def Levenshtein(*, a: str, b: str) -> int:
    """How many characters to insert, delete or replace to make one text of the other."""

def EmailDomain(*, email: str) -> str:
    """Returns the registered domain of an e-mail address, in lower case."""

def EmailLocalPart(*, email: str) -> str:
    """Returns what stands before the last @ of an e-mail address."""

def EmailSubdomain(*, email: str) -> str:
    """Returns the whole domain of an e-mail address, in lower case."""

def Embedding(*, text: str) -> List[float]:
    """The vector of a text, of length 1."""

def EmojiCount(*, s: str) -> int:
    """How many emoji a text has."""

def EntityJson(*, type: str, path: str, required: bool = ..., coerce_type: bool = ...) -> Entity[_T]:
    """Makes an entity whose id is a value of the event."""

def Entropy(*, s: str) -> float:
    """How mixed the characters are, in bits for each: 0.0 when all are the same."""

def Experiment(*, entity: Entity[Any], buckets: List[str], bucket_sizes: List[float], version: int, revision: int) -> ExperimentT:
    """Puts an entity into a bucket of an experiment, always the same one."""

def ExperimentWhen(*, experiment: ExperimentT, **conditions: List[bool]) -> List[bool]:
    """Returns the conditions of the bucket that the entity of an experiment is in."""

def ExperimentsBucketAssignment(*, entity: Entity[Any], buckets: List[str], bucket_sizes: List[float], version: int, revision: int) -> ExperimentT:
    """Puts an entity into a bucket of an experiment, always the same one."""

def ExtractCookie(*, header: str, key: str) -> str:
    """Returns the value of one cookie of a Cookie header."""

def ExtractDomains(*, s: str) -> List[str]:
    """Every domain in a text, with or without `https://`, in small letters, each once."""

def ExtractEmoji(*, s: str) -> List[str]:
    """Every emoji of a text: a flag, a family or a skin tone is one."""

def ExtractListDomains(*, list: List[str]) -> List[str]:
    """Every domain in the texts of a list, each once."""

def FindPersonal(*, text: str) -> List[str]:
    """Which kinds of personal identifiers stand in a text, each once: email, phone, card (with its check digit), iban (with its check digits), ip."""

def FoldLookalikes(*, s: str) -> str:
    """The text in small letters, with each letter that looks like a Latin one as that."""

def ForceString(*, s: str | None) -> str:
    """The text, or `<None>` when there is none."""

def GetActionId() -> int:
    """Returns the id of the event's action."""

def GetActionName() -> str:
    """Returns the name of the event's action."""

def GetSnowflakeBucket(*, snowflake: int, granularity_seconds: int) -> int:
    """Rounds the time in a snowflake id down to a multiple of some seconds."""

def GetTimedeltaBucket(*, timedelta: TimeDeltaT, granularity_seconds: int) -> int:
    """Rounds a length of time down to a multiple of some seconds."""

def GetTimestampBucket(*, timestamp: int, granularity_seconds: int) -> int:
    """Rounds a Unix timestamp down to a multiple of some seconds."""

def HasLabel(*, entity: Entity[Any], label: str, manual: bool | None = ..., status: str = ..., min_label_age: TimeDeltaT | None = ..., error_on_empty: bool = ...) -> bool:
    """Says whether a label that has not expired is on an entity, or is not on it."""

def HashMd5(*, input: str) -> str:
    """Returns the MD5 hash of the UTF-8 bytes of a text in hexadecimal."""

def HashSha1(*, input: str) -> str:
    """Returns the SHA-1 hash of the UTF-8 bytes of a text in hexadecimal."""

def HashSha256(*, input: str) -> str:
    """Returns the SHA-256 hash of the UTF-8 bytes of a text in hexadecimal."""

def HashSha512(*, input: str) -> str:
    """Returns the SHA-512 hash of the UTF-8 bytes of a text in hexadecimal."""

def Import(*, rules: List[str]) -> None:
    """Makes the names that other files define visible in this one, and runs those files."""

def InList(*, list: str, value: str, case_sensitive: bool = ...) -> bool:
    """Whether a text is an entry of a list."""

def IpNetwork(*, ip: str) -> str:
    """Returns an IPv4 address with 0 as its last octet, an IPv6 address in full."""

def JsonData(*, path: str, required: bool = ..., coerce_type: bool = ...) -> _T:  # type: ignore[type-var]
    """Reads a value of the event as the type that the assignment is annotated with."""

def LabelAdd(*, entity: Entity[Any], label: str, delay_action_by: TimeDeltaT | None = ..., apply_if: RuleT | None = ..., expires_after: TimeDeltaT | None = ...) -> EffectBase:
    """Adds a label to an entity."""

def LabelRemove(*, entity: Entity[Any], label: str, delay_action_by: TimeDeltaT | None = ..., apply_if: RuleT | None = ..., expires_after: TimeDeltaT | None = ...) -> EffectBase:
    """Removes a label from an entity."""

def LetterRatio(*, s: str) -> float:
    """The part of letters among all characters, from 0.0 to 1.0."""

def LinksFromFacets() -> List[str]:
    """The links that the facets of the event's record mark, in small letters."""

def ListAllIn(*, a: List[str], b: List[str]) -> bool:
    """Whether every item of the first list is in the second."""

def ListAnyIn(*, a: List[str], b: List[str]) -> bool:
    """Whether the lists have an item in common."""

def ListContains(*, list: str, phrases: List[Any], case_sensitive: bool = ..., word_boundaries: bool = ..., fold_accents: bool = ...) -> str | None:
    """The first entry of a word list that stands in one of the texts, or None."""

def ListContainsCount(*, list: str, phrases: List[Any], case_sensitive: bool = ..., word_boundaries: bool = ..., fold_accents: bool = ...) -> int:
    """How many entries of a word list stand in the texts, counted in each text."""

def ListContainsItems(*, list: str, phrases: List[Any], case_sensitive: bool = ..., word_boundaries: bool = ..., fold_accents: bool = ...) -> List[str]:
    """All entries of a word list that stand in one of the texts, in their order."""

def ListCount(*, list: List[str], item: str) -> int:
    """How often an item is in a list."""

def ListDifference(*, a: List[str], b: List[str]) -> List[str]:
    """What is in the first list and not in the second, each once, in order."""

def ListFirst(*, list: List[str]) -> str | None:
    """The first item of a list, or None."""

def ListIntersection(*, a: List[str], b: List[str]) -> List[str]:
    """What is in both lists, each once, in the order of the first."""

def ListLast(*, list: List[str]) -> str | None:
    """The last item of a list, or None."""

def ListLength(*, list: List[Any]) -> int:
    """Counts the items of a list."""

def ListRead(*, list: List[Any], index: int = ...) -> str:
    """Returns one item of a list as text."""

def ListSort(*, list: List[Any], reverse: bool = ...) -> List[Any]:
    """Sorts a list."""

def ListUnion(*, a: List[str], b: List[str]) -> List[str]:
    """What is in either list, each once, in order."""

def ListUnique(*, list: List[str]) -> List[str]:
    """The items of a list, each once, in order."""

def LongestRepeat(*, s: str) -> int:
    """The length of the longest run of one character."""

def MXLookup(*, domain: str) -> str:
    """Returns an address of the host that takes a domain's mail, by a look-up in the DNS."""

def MaskPersonal(*, text: str, kinds: List[str] = ...) -> str:
    """The text with `[email]`, `[card]` and so on in the place of personal identifiers."""

def MentionsFromFacets() -> List[str]:
    """The mentioned accounts that the facets of the event's record mark, in small letters."""

def MixesAlphabets(*, s: str) -> bool:
    """Whether one word has letters of Latin and of Cyrillic, Greek or Armenian."""

def Nearest(*, text: str, collection: str, min_score: float = ...) -> str | None:
    """The id of the document that is nearest to a text in meaning, or None when none is near enough."""

def NearestScore(*, text: str, collection: str) -> float:
    """The cosine of a text and the document that is nearest to it; 0 when the collection is empty."""

def ParseInt(*, s: str) -> int:
    """Reads a text as an int."""

def PhoneCountry(*, phone_number: str) -> str:
    """Returns the ISO 3166 code of a telephone number's country, as `DE`."""

def PhonePrefix(*, phone_number: str) -> str:
    """Returns a telephone number without its last four digits."""

def RandomBool(*, percentage: float) -> bool:
    """Returns True with a given probability."""

def RandomInt(*, start: int, end: int) -> int:
    """Returns any int of a range, each as likely as the others."""

def RegexListItems(*, list: str, phrases: List[Any], case_sensitive: bool = ...) -> List[str]:
    """All patterns of a list that are found in one of the texts, in their order."""

def RegexListMatch(*, list: str, phrases: List[Any], case_sensitive: bool = ...) -> str | None:
    """The first pattern of a list that is found in one of the texts, or None."""

def RegexListContains(*, list: str, phrases: List[Any], case_sensitive: bool = ...) -> str | None:
    """The first pattern of a list that is found in one of the texts, or None."""

def RegexMatch(*, pattern: str, case_insensitive: bool = ..., target: str) -> bool:
    """Says whether a pattern is found anywhere in a text."""

def RegexMatchMap(*, pattern: str, case_insensitive: bool = ..., target: List[str], mode: str = ...) -> bool:
    """Says whether a pattern is found in any of several texts, or in all of them."""

def RemoveEmoji(*, s: str) -> str:
    """The text with a space for each run of emoji."""

def Require(*, rule: str, require_if: bool = ...) -> None:
    """Runs another file without making its names visible in this one."""

def ResolveOptional(*, optional_value: _T | None, default_value: _T | None = ..., should_report_error: bool = ...) -> _T:
    """Takes an optional value as one that is there."""

def RootDomain(*, domain: str) -> str:
    """The last two labels of a domain, whatever suffix it is under."""

def Rule(*, when_all: List[bool], description: str) -> RuleT:
    """Fires when all its conditions hold."""

def Similarity(*, a: str, b: str) -> float:
    """How near two texts are in meaning: the cosine of their embeddings, about 0 for texts that have nothing to do with each other and 1 for the same."""

def SimpleListContains(*, list: List[str], phrases: List[Any], cache_name: str = ..., case_sensitive: bool = ..., word_boundaries: bool = ..., fold_accents: bool = ...) -> str | None:
    """The first word of a list given in the rule that stands in one of the texts, or None."""

def StringClean(*, s: str, form: str = ..., remove_emoji: bool = ..., space: bool = ..., l33t: bool = ..., homoglyph: bool = ..., unicode_normalize: bool = ..., unidecode: bool = ..., upper: bool = ..., lower: bool = ..., remove_space: bool = ..., remove_punctuation: bool = ...) -> str:
    """Undoes disguises of words, step by step in the order of the parameters."""

def StringContains(*, s: str, phrase: str, case_sensitive: bool = ..., substrings: bool = ...) -> bool:
    """Whether a text has a phrase."""

def StringContainsAll(*, s: str, phrases: List[str], case_sensitive: bool = ..., substrings: bool = ...) -> bool:
    """Whether a text has all of the phrases."""

def StringContainsAny(*, s: str, phrases: List[str], case_sensitive: bool = ..., substrings: bool = ...) -> bool:
    """Whether a text has one of the phrases."""

def StringEndsWith(*, s: str, end: str) -> bool:
    """Says whether a text ends with another."""

def EndsWith(*, s: str, end: str) -> bool:
    """Says whether a text ends with another."""

def StringExtractDomains(*, s: str) -> List[str]:
    """Returns the host of each link in a text."""

def StringExtractURLs(*, s: str) -> List[str]:
    """Returns each link in a text."""

def StringJoin(*, s: str, iterable: List[str]) -> str:
    """Makes one text of several, with a text between each two."""

def Join(*, s: str, iterable: List[str]) -> str:
    """Makes one text of several, with a text between each two."""

def StringLStrip(*, s: str, chars: str | None = ...) -> str:
    """Takes white space, or other characters, away from the start of a text."""

def LStrip(*, s: str, chars: str | None = ...) -> str:
    """Takes white space, or other characters, away from the start of a text."""

def StringLength(*, s: str) -> int:
    """Counts the characters of a text."""

def StringRStrip(*, s: str, chars: str | None = ...) -> str:
    """Takes white space, or other characters, away from the end of a text."""

def RStrip(*, s: str, chars: str | None = ...) -> str:
    """Takes white space, or other characters, away from the end of a text."""

def StringReplace(*, s: str, old: str, new: str) -> str:
    """Puts one text in place of each occurrence of another."""

def Replace(*, s: str, old: str, new: str) -> str:
    """Puts one text in place of each occurrence of another."""

def StringSlice(*, s: str, start: int, end: int) -> str:
    """Returns the characters of a text from one place up to another."""

def Slice(*, s: str, start: int, end: int) -> str:
    """Returns the characters of a text from one place up to another."""

def StringSplit(*, s: str, sep: str | None = ..., maxsplit: int = ...) -> List[str]:
    """Splits a text at each occurrence of a separator."""

def Split(*, s: str, sep: str | None = ..., maxsplit: int = ...) -> List[str]:
    """Splits a text at each occurrence of a separator."""

def StringStartsWith(*, s: str, start: str) -> bool:
    """Says whether a text starts with another."""

def StartsWith(*, s: str, start: str) -> bool:
    """Says whether a text starts with another."""

def StringStrip(*, s: str, chars: str | None = ...) -> str:
    """Takes white space, or other characters, away from both ends of a text."""

def Strip(*, s: str, chars: str | None = ...) -> str:
    """Takes white space, or other characters, away from both ends of a text."""

def StringToLower(*, s: str) -> str:
    """Makes every letter of a text lower case."""

def ToLower(*, s: str) -> str:
    """Makes every letter of a text lower case."""

def StringToUpper(*, s: str) -> str:
    """Makes every letter of a text upper case."""

def ToUpper(*, s: str) -> str:
    """Makes every letter of a text upper case."""

def SubstrCount(*, s: str, substr: str) -> int:
    """How often a text stands in another, without overlaps."""

def TagsFromFacets() -> List[str]:
    """The tags that the facets of the event's record mark, in small letters."""

def TextContains(*, text: str, phrase: str, case_sensitive: bool = ...) -> bool:
    """Whether a text has a phrase as whole words."""

def TextSimilarity(*, a: str, b: str) -> float:
    """How alike two texts are by their edit distance: 1.0 when equal, 0.0 when not at all."""

def TimeDelta(*, weeks: int = ..., days: int = ..., hours: int = ..., minutes: int = ..., seconds: int = ...) -> TimeDeltaT:
    """Makes a length of time, which comes to its seconds where a number is wanted."""

def TimeSince(*, timestamp: str) -> TimeDeltaT:
    """Returns how long before the event a point in time was, at least 0."""

def TimestampAge(*, timestamp: str) -> float:
    """Seconds since a time of RFC 3339; 999999999.0 when it is none."""

def Tokenize(*, s: str, skip_censor_chars: bool = ..., skip_regex: str | None = ...) -> List[str]:
    """The words of a text in small letters: ASCII letters and digits, the rest parts."""

def StringTokenize(*, s: str, skip_censor_chars: bool = ..., skip_regex: str | None = ...) -> List[str]:
    """The words of a text in small letters: ASCII letters and digits, the rest parts."""

def UnixAge(*, created_at: int) -> int:
    """Whole seconds since a Unix time, 0 when it lies ahead."""

def NostrAccountAge(*, created_at: int) -> int:
    """Whole seconds since a Unix time, 0 when it lies ahead."""

def UpperRatio(*, s: str) -> float:
    """The part of capitals among the letters that have two cases, from 0.0 to 1.0."""

def UrlHost(*, url: str) -> str | None:
    """The host of a URL in small letters, without user and port, or None."""

def UrlParameter(*, url: str, name: str) -> str | None:
    """The first value of a parameter in a URL's query, decoded, or None."""

def UrlPath(*, url: str) -> str | None:
    """The path of a URL, `/` when it has none, or None when it has no host."""

def WhenRules(*, rules_any: List[RuleT], then: List[EffectBase]) -> None:
    """Asks for effects when at least one of the rules fires."""

def Words(*, s: str) -> List[str]:
    """The words of a text as written, in any alphabet."""
