package dev.tagstream.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.List;
import java.util.Map;

/**
 * Holds manifests against the schemas of their kinds, as an API server does that is asked to be
 * strict: a field that the schema does not have is an error.
 */
final class Schemas {

  /** The operator's definition of FlinkDeployment. */
  private static final String FLINK_DEPLOYMENT =
      "META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";

  /** Classes by name: Strimzi's has annotations that are not published, which javac would miss. */
  private static final Map<String, String> KINDS =
      Map.of(
          "v1/ServiceAccount", "io.fabric8.kubernetes.api.model.ServiceAccount",
          "v1/PersistentVolumeClaim", "io.fabric8.kubernetes.api.model.PersistentVolumeClaim",
          "rbac.authorization.k8s.io/v1/Role", "io.fabric8.kubernetes.api.model.rbac.Role",
          "rbac.authorization.k8s.io/v1/RoleBinding",
              "io.fabric8.kubernetes.api.model.rbac.RoleBinding",
          "networking.k8s.io/v1/NetworkPolicy",
              "io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy",
          "policy/v1/PodDisruptionBudget",
              "io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget",
          "scheduling.k8s.io/v1/PriorityClass",
              "io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass",
          "monitoring.coreos.com/v1/PodMonitor",
              "io.fabric8.openshift.api.model.monitoring.v1.PodMonitor",
          "kafka.strimzi.io/v1beta2/KafkaTopic", "io.strimzi.api.kafka.model.topic.KafkaTopic");

  /** These classes keep what they do not know; here that is an error. */
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return false;
                }
              })
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final JsonSchema flinkDeployment;

  Schemas() throws IOException {
    URL definition = Schemas.class.getClassLoader().getResource(FLINK_DEPLOYMENT);
    if (definition == null) {
      throw new IllegalStateException("the operator's jar has no " + FLINK_DEPLOYMENT);
    }
    try (InputStream in = definition.openStream()) {
      JsonNode schema =
          new YAMLMapper()
              .readTree(in)
              .path("spec")
              .path("versions")
              .path(0)
              .path("schema")
              .path("openAPIV3Schema");
      makeStrict(schema);
      allowNewerFlink(schema);
      addHead((ObjectNode) schema);
      flinkDeployment =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
    }
  }

  /** What is wrong with a manifest; nothing if it is right. */
  List<String> problems(JsonNode manifest) {
    String kind = manifest.path("apiVersion").asText() + "/" + manifest.path("kind").asText();
    if (kind.equals("flink.apache.org/v1beta1/FlinkDeployment")) {
      return flinkDeployment.validate(manifest).stream().map(Object::toString).toList();
    }
    String type = KINDS.get(kind);
    if (type == null) {
      return List.of("there is no schema here for " + kind);
    }
    try {
      STRICT.treeToValue(manifest, Class.forName(type));
      return List.of();
    } catch (JsonProcessingException e) {
      return List.of(e.getOriginalMessage());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("no dependency has " + type, e);
    }
  }

  /** Kubernetes' dialect, in the words of JSON Schema: what has no property is refused. */
  private static void makeStrict(JsonNode schema) {
    if (schema instanceof ObjectNode object) {
      if (object.path("properties").isObject()
          && !object.has("additionalProperties")
          && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
        object.put("additionalProperties", false);
      }
      if (object.path("x-kubernetes-int-or-string").asBoolean()) {
        object.remove("anyOf");
        object.putArray("type").add("integer").add("string");
      }
    }
    schema.forEach(Schemas::makeStrict);
  }

  /** The definition at hand is older than the operator that knows Flink 2.2; nothing else is. */
  private static void allowNewerFlink(JsonNode schema) {
    ArrayNode versions =
        (ArrayNode)
            schema
                .path("properties")
                .path("spec")
                .path("properties")
                .path("flinkVersion")
                .path("enum");
    versions.add("v2_0").add("v2_1").add("v2_2");
  }

  /** What every object has; definitions leave it out. */
  private static void addHead(ObjectNode schema) {
    ObjectNode properties = (ObjectNode) schema.path("properties");
    properties.putObject("apiVersion").put("type", "string");
    properties.putObject("kind").put("type", "string");
    ObjectNode metadata = properties.putObject("metadata").put("type", "object");
    ObjectNode known = metadata.putObject("properties");
    known.putObject("name").put("type", "string");
    known.putObject("labels").put("type", "object");
    known.putObject("annotations").put("type", "object");
    metadata.put("additionalProperties", false);
  }
}
