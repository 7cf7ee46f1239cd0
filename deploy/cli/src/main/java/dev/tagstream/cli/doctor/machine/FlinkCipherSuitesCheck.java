package dev.tagstream.cli.doctor.machine;

import dev.tagstream.cli.doctor.check.Check;
import dev.tagstream.cli.doctor.check.Findings;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.apache.flink.configuration.ConfigConstants;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.SecurityOptions;

/**
 * Checks that this Java offers a cipher suite that Flink's SSL requests. Java 17.0.18 and newer
 * updates disable {@code TLS_RSA} suites, which older releases of Flink use by default
 * (FLINK-39022).
 */
public final class FlinkCipherSuitesCheck implements Check.Examination {

  public static final String NAME = "flink ssl";

  private final Configuration flink;
  private final Set<String> offered;

  /**
   * Creates the check for a configuration.
   *
   * @param flink Flink's own options
   * @param offered the cipher suites that Java has not disabled
   */
  public FlinkCipherSuitesCheck(Configuration flink, Set<String> offered) {
    this.flink = flink;
    this.offered = Set.copyOf(offered);
  }

  /**
   * The check for this Java and the configuration in {@code FLINK_CONF_DIR}; for Flink's defaults
   * if the variable is not set.
   */
  public static FlinkCipherSuitesCheck ofThisProcess() throws NoSuchAlgorithmException {
    String folder = System.getenv(ConfigConstants.ENV_FLINK_CONF_DIR);
    return new FlinkCipherSuitesCheck(
        folder == null ? new Configuration() : GlobalConfiguration.loadConfiguration(folder),
        Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites()));
  }

  @Override
  public void examine(Findings findings) {
    String asked = flink.get(SecurityOptions.SSL_ALGORITHMS);
    List<String> suites = Arrays.stream(asked.split(",")).map(String::strip).toList();
    if (suites.stream().anyMatch(offered::contains)) {
      findings.ok(NAME, "Java %s offers Flink's cipher suites".formatted(java()));
      return;
    }
    findings.warning(
        NAME,
        "Java %s offers none of Flink's cipher suites (%s), so Flink does not start with %s=true"
            .formatted(java(), asked, SecurityOptions.SSL_INTERNAL_ENABLED.key()),
        "set %s=%s"
            .formatted(
                SecurityOptions.SSL_ALGORITHMS.key(),
                SecurityOptions.SSL_ALGORITHMS.defaultValue()));
  }

  private static String java() {
    return System.getProperty("java.version");
  }
}
