package dev.ferrule.rules.functions;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The names that the examples of functions use without defining them. Stateless. */
final class ExampleNames {
  private static final Pattern WORD = Pattern.compile("\\w+");

  /** One statement a line, each standing before those that use it. */
  private static final List<String> STATEMENTS =
      """
      ActionName = GetActionName()
      UserId: Entity[str] = EntityJson(type='User', path='$.user.id')
      UserName: str = JsonData(path='$.user.name')
      MaybeName: Optional[str] = JsonData(path='$.user.name')
      DisplayName: str = JsonData(path='$.user.display_name')
      Handle: str = JsonData(path='$.user.handle')
      Bio: str = JsonData(path='$.user.bio')
      UserEmail: str = JsonData(path='$.user.email')
      AgeText: str = JsonData(path='$.user.age')
      CreatedAt: str = JsonData(path='$.user.created_at')
      CreatedSeconds: int = JsonData(path='$.user.created_seconds')
      AccountAge = TimeSince(timestamp=CreatedAt)
      MessageId: int = JsonData(path='$.post.id')
      PostText: str = JsonData(path='$.post.text')
      LastPostText: str = JsonData(path='$.user.last_post.text')
      Subject: Optional[str] = JsonData(path='$.post.subject')
      ExternalLink: Optional[str] = JsonData(path='$.post.embed.uri')
      Link: str = JsonData(path='$.post.link')
      LinkHost: str = JsonData(path='$.post.link_host')
      Links: List[str] = JsonData(path='$.post.links')
      LinkCount: int = JsonData(path='$.post.link_count')
      LinkDomains: List[str] = JsonData(path='$.post.link_domains')
      Domain: str = JsonData(path='$.post.domain')
      Domains: List[str] = JsonData(path='$.post.domains')
      Tags: List[str] = JsonData(path='$.post.tags')
      Tokens: List[str] = JsonData(path='$.post.tokens')
      Words: List[str] = JsonData(path='$.post.words')
      CookieHeader: str = JsonData(path='$.http.cookie')
      ClientIp: str = JsonData(path='$.http.ip')
      Token: str = JsonData(path='$.http.token')
      Greeting = Experiment(entity=UserId, buckets=['control', 'new'], bucket_sizes=[50, 50], version=1, revision=0)
      SpamRule = Rule(when_all=[LinkCount > 3], description='Many links')
      GoodRule = Rule(when_all=[LinkCount == 0], description='No links')
      """
          .lines()
          .toList();

  private ExampleNames() {}

  /** The statements that these examples need, in order. */
  static List<String> neededBy(Collection<String> examples) {
    var words = new HashSet<String>();
    examples.forEach(example -> addWords(example, words));
    // From the last to the first, as a statement may need those before it.
    STATEMENTS.reversed().stream()
        .filter(statement -> words.contains(nameOf(statement)))
        .forEach(statement -> addWords(statement, words));
    return STATEMENTS.stream().filter(statement -> words.contains(nameOf(statement))).toList();
  }

  private static void addWords(String text, Set<String> words) {
    var word = WORD.matcher(text);
    while (word.find()) {
      words.add(word.group());
    }
  }

  private static String nameOf(String statement) {
    var word = WORD.matcher(statement);
    return word.lookingAt() ? word.group() : "";
  }
}
