package dev.tagstream.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A broker that speaks TLS, with a certificate made for it, and lets in who knows a password by
 * SCRAM-SHA-512: one user who may everything, and a stranger who may what access rules say.
 */
public final class SecureBroker implements AutoCloseable {

  /** Nothing else in a log or page of a test looks like it. */
  public static final String PASSWORD = "hunter2-of-the-tests";

  private static final String USER = "tagger";
  private static final String STRANGER = "stranger";
  private static final String MECHANISM = "SCRAM-SHA-512";

  private final EmbeddedBroker broker;
  private final Path certificate;

  private SecureBroker(EmbeddedBroker broker, Path certificate) {
    this.broker = broker;
    this.certificate = certificate;
  }

  /**
   * Starts it.
   *
   * @param folder where key and certificate go
   */
  public static SecureBroker start(Path folder) throws IOException, InterruptedException {
    Path keys = folder.resolve("broker.p12");
    Path certificate = folder.resolve("broker.pem");
    keytool(
        keys,
        "-genkeypair",
        "-alias",
        "broker",
        "-keyalg",
        "EC",
        "-dname",
        "CN=broker",
        "-ext",
        "SAN=ip:127.0.0.1",
        "-validity",
        "2");
    keytool(keys, "-exportcert", "-alias", "broker", "-rfc", "-file", certificate.toString());
    Map<String, String> settings =
        Map.of(
            "authorizer.class.name",
            "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "super.users",
            "User:%s;User:ANONYMOUS".formatted(USER),
            "sasl.enabled.mechanisms",
            MECHANISM,
            "sasl.mechanism.inter.broker.protocol",
            MECHANISM,
            "listener.name.broker.scram-sha-512.sasl.jaas.config",
            login(USER, PASSWORD),
            "ssl.keystore.type",
            "PKCS12",
            "ssl.keystore.location",
            keys.toString(),
            "ssl.keystore.password",
            PASSWORD,
            "ssl.truststore.type",
            "PEM",
            "ssl.truststore.location",
            certificate.toString());
    List<String> users = List.of(credentials(USER), credentials(STRANGER));
    return new SecureBroker(
        EmbeddedBroker.start(new EmbeddedBroker.Access("SASL_SSL", settings, users)), certificate);
  }

  private static String credentials(String user) {
    return "%s=[name=%s,password=%s]".formatted(MECHANISM, user, PASSWORD);
  }

  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** What a client needs that believes to know the password. */
  public Map<String, String> clientProperties(String password) {
    return clientProperties(USER, password);
  }

  /** What the stranger needs. */
  public Map<String, String> strangersProperties() {
    return clientProperties(STRANGER, PASSWORD);
  }

  private Map<String, String> clientProperties(String user, String password) {
    return Map.of(
        "security.protocol",
        "SASL_SSL",
        "sasl.mechanism",
        MECHANISM,
        "sasl.jaas.config",
        login(user, password),
        "ssl.truststore.type",
        "PEM",
        "ssl.truststore.location",
        certificate.toString());
  }

  @Override
  public void close() {
    broker.close();
  }

  private static String login(String user, String password) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(user, password);
  }

  private static void keytool(Path keys, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin/keytool").toString()));
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-keystore", keys.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool: " + said);
    }
  }
}
