package dev.ferrule.rules.personal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalFinderTest {
  private static String mask(String text) {
    return PersonalFinder.mask(text, EnumSet.allOf(PersonalKind.class));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          write to ada@example.com.            | write to [email].
          a.b+c@mail.example.co.uk, please     | [email], please
          (ada@example.com)                    | ([email])
          жанна@пример.рф                      | [email]
          my card 4111 1111 1111 1111 12/27    | my card [card] 12/27
          5500-0000-0000-0004                  | [card]
          ４１１１１１１１１１１１１１１１                    | [card]
          378282246310005 is amex              | [card] is amex
          GB82 WEST 1234 5698 7654 32 please   | [iban] please
          DE89370400440532013000               | [iban]
          de89 3704 0044 0532 0130 00          | [iban]
          from 192.0.2.7.                      | from [ip].
          at 2001:db8::8a2e:370:7334 now       | at [ip] now
          fe80::1                              | [ip]
          call +44 20 7946 0958 or             | call [phone] or
          call (020) 7946 0958                 | call [phone]
          020-7946-0958                        | [phone]
          0044 20 7946 0958                    | [phone]
          """)
  void identifiersAreMasked(String text, String masked) {
    assertEquals(masked, mask(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "breakfast from 07:00 to 10:30",
        "from 2026-01-02 to 03/04/2026",
        "01-02-2026",
        "version 1.2.3.4.5",
        "999.1.1.1",
        "std::vector and a::b",
        "4111 1111 1111 1112",
        "GB83 WEST 1234 5698 7654 32",
        "rooms 101, 102 and 103 for 1500 euros",
        "order 1234567890123456789012345",
        "ada@example",
        "@ada",
        "a @ b.com",
        "07:00:30",
        "ISBN 978-3-16-148410-0",
        ""
      })
  void otherTextsStay(String text) {
    assertEquals(text, mask(text));
  }

  @Test
  void onlyTheKindsAskedForAreMasked() {
    assertEquals(
        "ada@example.com [card]",
        PersonalFinder.mask("ada@example.com 4111111111111111", EnumSet.of(PersonalKind.CARD)));
  }

  @Test
  void hostileTextsTakeTimeThatGrowsWithTheirLength() {
    for (String piece : new String[] {"a", "1", "+", "(", "@", "a@", "1 ", "a.", "::", "GB82 "}) {
      String text = piece.repeat(1_000_000 / piece.length());
      assertTimeout(Duration.ofSeconds(5), () -> mask(text), piece);
    }
  }

  @Test
  void whateverTheTextWhatIsMaskedHasNothingLeft() {
    var random = new Random(7);
    String alphabet = "0123456789 .-@:+()abGB\uff10";
    for (int round = 0; round < 20_000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String once = mask(text.toString());
      int last = 0;
      for (var found : PersonalFinder.find(text.toString())) {
        assertEquals(true, found.startChars() >= last && found.endChars() > found.startChars());
        last = found.endChars();
      }
      assertEquals(true, once.length() <= text.length() + 40, text::toString);
    }
  }
}
