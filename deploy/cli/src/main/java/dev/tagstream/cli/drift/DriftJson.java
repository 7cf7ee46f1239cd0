package dev.tagstream.cli.drift;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.pipeline.drift.Drift;
import dev.tagstream.pipeline.drift.DriftReference;
import dev.tagstream.pipeline.drift.LabelDrift;

/** A report as one JSON object. What does not exist, such as the confidence of no tag, is null. */
final class DriftJson {

  private DriftJson() {}

  static String of(DriftReport report) {
    DriftReference reference = report.reference();
    ObjectNode json = new JsonMapper().createObjectNode();
    json.put("model", reference.model());
    json.put("modelSha256", reference.modelSha256());
    json.put("referenceImages", reference.counts().images());
    json.put("referenceConfidence", reference.counts().meanConfidence());
    json.put("ofOtherModels", report.ofOtherModels());
    put(json, report.drift());
    AttributeDrift by = report.byAttribute();
    if (by != null) {
      put(json.putObject("by"), by);
    }
    return json.toPrettyString();
  }

  private static void put(ObjectNode json, AttributeDrift by) {
    json.put("attribute", by.attribute());
    ArrayNode values = json.putArray("values");
    for (AttributeDrift.Value value : by.values()) {
      put(values.addObject().put("value", value.value()), value.drift());
    }
    json.put("moreValues", by.moreValues());
    json.put("moreValuesAreCounted", !by.beyond());
    json.put("moreImages", by.moreImages());
  }

  private static void put(ObjectNode json, Drift drift) {
    json.put("images", drift.images());
    json.put("psi", drift.psi());
    json.put("psiByChance", drift.psiByChance());
    put(json, "confidence", drift.confidence());
    put(json, "confidenceShift", drift.confidenceShift());
    ArrayNode labels = json.putArray("labels");
    for (LabelDrift label : drift.labels()) {
      labels
          .addObject()
          .put("label", label.label())
          .put("referenceShare", label.referenceShare())
          .put("share", label.share())
          .put("contribution", label.contribution());
    }
  }

  private static void put(ObjectNode json, String name, double number) {
    if (Double.isNaN(number)) {
      json.putNull(name);
    } else {
      json.put(name, number);
    }
  }
}
