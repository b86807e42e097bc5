package dev.ferrule.rules.personal;

import java.util.Locale;

/** What names or reaches a person. */
public enum PersonalKind {
  EMAIL,
  PHONE,
  /** The number of a payment card. */
  CARD,
  /** An international bank account number. */
  IBAN,
  /** An address of the Internet Protocol. */
  IP;

  /** As rules and answers write it: {@code email}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
