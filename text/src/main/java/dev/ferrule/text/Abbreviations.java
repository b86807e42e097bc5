package dev.ferrule.text;

import java.util.HashSet;
import java.util.Set;

/**
 * Words that a full stop follows without ending the sentence, and words that tell whether it does;
 * in lower case, in English, German, Spanish, French and Russian.
 */
final class Abbreviations {
  /** Always followed by more: titles, and what introduces something. */
  static final Set<String> LEADING =
      words(
          "mr mrs ms dr prof st messrs gen col capt lt sgt maj cmdr adm rev hon gov sen rep pres",
          "vs e.g i.e eg ie approx cf viz fig figs eq ref refs dept mt ft ave resp incl excl est",
          "al tel ext misc",
          "z.b d.h u.a o.ä bzw ggf evtl inkl vgl hr fr dipl ing sog zzgl bspw abs str geb gem max",
          "min ca u z d i.d.r m.e v.a",
          "sr sra srta sres dra ud uds vd dña ee p.ej pág págs av avda gral lic arq ej aprox",
          "mme mlle mm m",
          "т.е т.к т.н напр см ул просп им проф акад г-н г-жа рис табл доц ср ок");

  /** Abbreviations only before a number: {@code No. 5}, but "He said no." */
  static final Set<String> BEFORE_NUMBERS =
      words(
          "no nos nr p pp s vol ch chap sec sect art para par § v ver n c room rm op item",
          "jan feb mar apr jun jul aug sep sept oct nov dec",
          "kap bd núm nº ст п гл стр т");

  /** May stand in the middle or at the end: then the next word decides. */
  static final Set<String> EITHER =
      words(
          "inc ltd co corp llc plc jr ph.d bros univ assn gmbh blvd rd uu mio mrd",
          "г гг обл р руб тыс млн млрд");

  /** Words that begin a sentence far more often than they follow an abbreviation. */
  static final Set<String> STARTERS =
      words(
          "the a an he she it they we you i this that these those there here in on at but and so",
          "however if when while after before for as its his her their our my what why how who",
          "where no not then also now once with",
          "der die das ein eine er sie es wir ich aber dann",
          "el la los las un una pero en se le les il elle",
          "он она они это я мы но в на и а");

  /** What a number with a full stop counts, in German: {@code 3. Mai}. */
  static final Set<String> COUNTED =
      words(
          "januar jänner februar märz april mai juni juli august september oktober november",
          "dezember jahrhundert jahrhunderts klasse etage auflage geburtstag stock weltkrieg",
          "quartal platz tag");

  private Abbreviations() {}

  private static Set<String> words(String... lines) {
    var words = new HashSet<String>();
    for (String line : lines) {
      for (String word : line.split(" ", -1)) {
        words.add(word);
      }
    }
    return Set.copyOf(words);
  }
}
