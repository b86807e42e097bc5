package dev.ferrule.rules.matching;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Letters of other alphabets and styles as the Latin letters that they look like. Stateless.
 *
 * <p>Most styles (full width, bold, circled, accented) come apart by Unicode's compatibility
 * decomposition; the table here has the letters that do not: Cyrillic, Greek, Armenian, Cherokee,
 * Lisu, and Latin letters of their own shape.
 */
public final class Lookalikes {
  /** Each line: a Latin letter, then what looks like it in either case. */
  private static final String TABLE =
      """
      aаΑαɑᴀᎪꓮ⍺ɐ∀Ʌᗅ
      bВвЬьΒβᏴᏏƄʙꓐ฿ᗷɓƁ
      cСсϲⲥᴄᏟꓚ¢©℃ƈƇᑕ⊂Ⲥ
      dԁԀᎠꓓɗɖđĐᴅᗪðÐ∂ᑯ
      eЕеЄєΕεҽᎬꓰ℮ǝəәɛ∑€ᴇ⋿ϵ∈
      fϜϝꓝƒẝꞙҒғſɟᖴƑ
      gɡցԌᏀꓖɢǥǤɠƓ₲
      hһҺНнΗᎻꓧʜħĦհҥћђɥᕼ
      iіІΙιӀıɪᎥɩįꙇ¡ᛁɨ
      jјЈϳᎫꓙʝɉɈյ
      kКкΚκᏦꓗĸᴋҚқƙƘќҟ
      lⅼʟᏞꓡɫłŁℓ₤ӏ|ꞁլⳐ
      mМмΜᎷꓟᴍɱ₥ʍᗰ
      nΝηꓠɴղռͷŋŊ∩ƞñη
      oОоΟοσօØøⲟⲞꓳᴏðσőӨө○◯☉Ფ๐໐ഠ०௦๏
      pРрΡρᏢꓑþÞᴘ₱ϸҏ
      qԛԚզɋգ
      rᎡꓣʀɾяЯᴦɼ®ɹՐᖇ
      sЅѕՏꜱᏚꓢʂ§ƨƧ
      tТтΤτᎢꓔᴛŧŦ†ƭƬʇҭ₮
      uυսᴜꓴՍʋµμԱ∪ᑌ
      vνѵѴᴠꓦ√∨ʌⱱṽᐯ
      wωѡԝԜщᎳꓪᴡա₩ɯϣ
      xХхΧχꓫ×᙭ҳҲ✕✖╳
      yУуΥүҮγʏꓬўЎ¥ұҰỿყʎɣ
      zΖᏃꓜᴢƶƵʐʑȥ
      """;

  private static final Map<Integer, Integer> LETTERS = new HashMap<>();

  static {
    TABLE
        .lines()
        .forEach(line ->
            line.codePoints().skip(1).forEach(c -> LETTERS.putIfAbsent(c, (int) line.charAt(0))));
  }

  private Lookalikes() {}

  /**
   * The lower-case letter, digit or sign that a code point looks like; itself when that is none
   * other, and -1 for a mark or an invisible character, which looks like nothing.
   */
  public static int fold(int codePoint) {
    if (codePoint < 128) {
      return codePoint >= 'A' && codePoint <= 'Z' ? codePoint + 32 : codePoint;
    }
    Integer direct = LETTERS.get(codePoint);
    if (direct != null) {
      return direct;
    }
    int enclosed = enclosed(codePoint);
    return enclosed != 0 ? enclosed : decomposed(codePoint);
  }

  private static int decomposed(int codePoint) {
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return -1;
    }
    String apart = Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKD);
    int first = apart.codePointAt(0);
    int lower = apart.toLowerCase(Locale.ROOT).codePointAt(0);
    Integer known = LETTERS.get(first);
    if (known == null) {
      known = LETTERS.get(lower);
    }
    return known != null ? known : lower;
  }

  /** Letters in brackets, squares and black circles, and those that flags are made of. */
  private static int enclosed(int codePoint) {
    int[] starts = {0x249C, 0x1F110, 0x1F150, 0x1F170, 0x1F1E6};
    for (int start : starts) {
      if (codePoint >= start && codePoint < start + 26) {
        return 'a' + codePoint - start;
      }
    }
    return 0;
  }

  /** The text with every code point folded. Time grows with its length. */
  public static String fold(String text) {
    var folded = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          int letter = fold(c);
          if (letter >= 0) {
            folded.appendCodePoint(letter);
          }
        });
    return folded.toString();
  }
}
