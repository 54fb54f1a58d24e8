package io.sluice.server.boot;

import io.sluice.nginx.directive.Checker;
import io.sluice.nginx.importer.ImportOptions;
import io.sluice.nginx.importer.Imported;
import io.sluice.nginx.importer.Importer;
import io.sluice.nginx.syntax.Configuration;
import io.sluice.nginx.syntax.Problem;
import io.sluice.server.config.MediaTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the configuration of Sluice that does what an nginx.conf does; or, where it cannot, all that stands against it. */
@Command(
        name = "import",
        description =
                "Turn an nginx.conf into a configuration of Sluice; nothing is written where that cannot be done.")
final class ImportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write (default: standard output); a file that exists is refused.")
    private Path output;

    @Option(
            names = "--lenient",
            description = "Write what cannot be brought over as comments in its place, and list it.")
    private boolean lenient;

    @Option(names = "--force", description = "Write over a file that exists.")
    private boolean force;

    @Option(
            names = "--prefix",
            paramLabel = "DIR",
            description = "nginx's --prefix, as nginx -V tells: where relative names start, but for includes and TLS"
                    + " (default: /usr/share/nginx for a file in /etc/nginx, the folder around one named conf, else the"
                    + " file's own).")
    private Path prefix;

    @Parameters(paramLabel = "NGINX_CONF", description = "The main file; what it includes is read, too.")
    private Path input;

    @Override
    public Integer call() throws IOException {
        if (output != null && !force && Files.exists(output)) {
            throw new ParameterException(spec.commandLine(), output + " exists already (--force: write over it)");
        }
        Configuration configuration = Configuration.read(input);
        List<Problem> problems = lenient ? Checker.checkWithoutModules(configuration) : Checker.check(configuration);
        if (!problems.isEmpty()) {
            problems.forEach(System.err::println);
            return ExitCode.USAGE;
        }
        Imported imported = Importer.run(
                configuration,
                new ImportOptions(
                        Optional.ofNullable(prefix)
                                .map(folder ->
                                        folder.toAbsolutePath().normalize().toString()),
                        MediaTypes.COMMON));
        imported.warnings().forEach(warning -> System.err.println("warning: " + warning));
        imported.leftovers().forEach(System.err::println);
        if (!imported.leftovers().isEmpty() && !lenient) {
            System.err.println("nothing is written, as " + imported.leftovers().size()
                    + " directives cannot be brought over (--lenient: write them as comments)");
            return ExitCode.USAGE;
        }
        write(imported.text());
        return ExitCode.OK;
    }

    private void write(String text) throws IOException {
        if (output != null && !Files.isDirectory(output.toAbsolutePath().getParent())) {
            throw new IOException(output + ": cannot be written: there is no such folder");
        }
        if (output == null) {
            System.out.print(text);
        } else if (force) {
            Files.writeString(output, text);
        } else {
            Files.writeString(output, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
    }
}
