package dev.tagstream.cli.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.schemas.Tag;
import org.junit.jupiter.api.Test;

final class OutcomeTest {

  @Test
  void writesAResultWithTheFieldsOfItsSchema() {
    Tag tabby =
        Tag.newBuilder()
            .setIndex(281)
            .setLabel("tabby \"cat\"")
            .setWnid("n02123045")
            .setScore(0.74483f)
            .build();
    assertThat(Outcomes.tagged("a/b.jpg", tabby, Outcomes.tag(2, "2", 1e-7)).json())
        .isEqualTo(
            """
            {"id":"a/b.jpg","tags":[\
            {"index":281,"label":"tabby \\"cat\\"","wnid":"n02123045","score":0.74483},\
            {"index":2,"label":"2","wnid":null,"score":1.0E-7}],\
            "modelName":"pets","modelSha256":"%s","provider":"cpu",\
            "sourceTopic":"image-events","sourcePartition":1,"sourceOffset":42,\
            "sourceTimestamp":1700000000000,\
            "attempt":1,"firstTopic":null,"firstPartition":null,"firstOffset":null,\
            "taggedAt":1700000000500,\
            "decodeMicros":1200,"queueMicros":300,"inferenceMicros":9000,\
            "width":640,"height":480,"eventTime":null,"attributes":{"camera":"north"},\
            "embedding":null,"leftOut":[],\
            "sourceUri":null,"sourceMember":null,"sourceRow":null,\
            "modelEpoch":null,"modelRole":null,"truncated":null,"sourceVersion":null}"""
                .formatted("ab".repeat(32)));
  }

  @Test
  void writesARejectWithoutItsBytes() {
    assertThat(Outcomes.rejected("empty.png").json())
        .isEqualTo(
            """
            {"id":"empty.png","reason":"EMPTY_IMAGE","stage":"DECODE",\
            "detail":"the image has no bytes","sourceTopic":"image-events",\
            "sourcePartition":0,"sourceOffset":7,"sourceTimestamp":1700000000000,\
            "attempt":1,"firstTopic":null,"firstPartition":null,"firstOffset":null,\
            "rejectedAt":1700000000500,"valueBytes":20,\
            "sourceUri":null,"sourceMember":null,"sourceRow":null,\
            "modelEpoch":null,"modelRole":null,"sourceVersion":null}""");
  }

  @Test
  void keepsALineALine() {
    assertThat(Outcomes.rejected("a\nb\u2028\u00e9.png").json())
        .startsWith("{\"id\":\"a\\nb\\u2028\u00e9.png\",");
  }
}
