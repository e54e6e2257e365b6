package dev.labhand.controller.report;

import dev.labhand.controller.client.Json;
import dev.labhand.controller.inventory.Node;
import dev.labhand.controller.report.Console.Channel;
import dev.labhand.controller.run.Plan;
import dev.labhand.controller.run.RunListener;
import dev.labhand.controller.run.RunResult;
import dev.labhand.controller.run.TargetResult;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * One JSON document after the end: {@code targets} with outcome, {@code stdout} and {@code stderr} each, {@code total} and
 * {@code tally}. Output that is not UTF-8 throughout is there twice: for reading, and as {@code stdoutBase64} or
 * {@code stderrBase64}.
 */
public final class JsonReport implements RunListener {

    private final Console console;
    private final HeldOutput stdout = new HeldOutput();
    private final HeldOutput stderr = new HeldOutput();
    private boolean command;

    public JsonReport(Console console) {
        this.console = console;
    }

    @Override
    public void runStarted(Plan plan) {
        command = plan.work() instanceof Plan.Exec;
    }

    @Override
    public void stdout(Node node, byte[] bytes) {
        stdout.add(node, bytes);
    }

    @Override
    public void stderr(Node node, byte[] bytes) {
        stderr.add(node, bytes);
    }

    @Override
    public void runFinished(RunResult result) {
        try (stdout;
                stderr;
                JsonGenerator json =
                        Json.FACTORY.createGenerator(ObjectWriteContext.empty(), console.open(Channel.OUT))) {
            json.writeStartObject();
            json.writeName("targets");
            json.writeStartArray();
            for (TargetResult target : result.targets()) {
                json.writeRaw('\n');
                json.writeStartObject();
                ResultStruct.of(target).forEach((name, value) -> {
                    json.writeName(name);
                    Json.write(json, value);
                });
                if (command) {
                    write(json, "stdout", stdout, target.node());
                    write(json, "stderr", stderr, target.node());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            ResultStruct.of(result).forEach((name, value) -> {
                json.writeName(name);
                Json.write(json, value);
            });
            json.writeEndObject();
            json.writeRaw('\n');
            json.flush();
        }
        console.flush();
    }

    private static void write(JsonGenerator json, String name, HeldOutput output, Node node) {
        json.writeName(name);
        if (output.of(node).isEmpty()) {
            json.writeString("");
            return;
        }
        Spool spool = output.of(node).get();
        json.writeString(new InputStreamReader(spool.read(), StandardCharsets.UTF_8), -1);
        if (!isText(spool)) {
            json.writeName(name + "Base64");
            json.writeBinary(spool.read(), -1);
        }
    }

    private static boolean isText(Spool spool) {
        char[] buffer = new char[4096];
        try (var reader = new InputStreamReader(spool.read(), StandardCharsets.UTF_8.newDecoder())) {
            int count;
            do {
                count = reader.read(buffer);
            } while (count >= 0);
            return true;
        } catch (CharacterCodingException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
