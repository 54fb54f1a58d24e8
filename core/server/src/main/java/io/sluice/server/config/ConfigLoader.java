package io.sluice.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueType;
import io.sluice.api.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a configuration file into checked records. Where each key comes from, first to last: system properties ({@code
 * -Dsluice.workers=4}), with {@code -Dconfig.override_with_env_vars=true} also {@code CONFIG_FORCE_sluice_workers} of
 * the environment before them, the file with what it includes, {@code sluice.defaults} for named blocks, reference.conf.
 */
public final class ConfigLoader {
    /** The longest deadline that can be set: long enough to mean never, short enough to be counted in nanoseconds. */
    static final Duration LONGEST = Duration.ofDays(365);

    /** The shortest deadline: the timers do not tick faster. */
    static final Duration SHORTEST = Duration.ofMillis(1);

    private static final String HOME = "sluice.home";

    private final Path file;
    private final Path home;
    private final VariableCompiler variables;
    private final Problems problems;
    private final Block root;
    private final Block defaults;

    /** The text between quotes, with escapes where it needs them: as a configuration file can hold it. */
    public static String quoted(String text) {
        return ConfigUtil.quoteString(text);
    }

    private ConfigLoader(Path file, Path home, VariableCompiler variables, Problems problems, Block root) {
        this.variables = variables;
        this.file = file;
        this.home = home.resolve(root.text("home").orElse(""));
        this.problems = problems;
        this.root = root;
        this.defaults = root.block("defaults");
    }

    /**
     * Reads and checks a file. Names of hosts in addresses are resolved, which may block.
     *
     * @param file the configuration
     * @param home the folder at which relative paths in it start
     * @param templates what turns text with variables into templates
     * @throws ConfigException with every problem of the file; of a file that is not HOCON, with the first
     */
    public static SluiceConfig load(Path file, Path home, VariableCompiler templates) throws ConfigException {
        Problems problems = new Problems();
        Optional<ConfigFile> source = ConfigFile.read(file, problems);
        if (source.isEmpty()) {
            problems.check();
        }
        AssignedNames.declare(source.orElseThrow().own().root(), templates, problems);
        Reading reading = new Reading(problems, templates, file.toString());
        Path folder = home.resolve(homeOf(source.orElseThrow().own()));
        Settings own = new Settings(source.orElseThrow().own(), "", templates, folder);
        Settings reference = new Settings(source.orElseThrow().reference(), "", templates);
        Block root =
                new Block(own, reading).orElse(new Block(reference, reading)).block("sluice");
        SluiceConfig config = new ConfigLoader(file, home, templates, problems, root)
                .read(new Written(source.orElseThrow().own()));
        problems.unreadAsFromNginx(own);
        problems.check();
        return config;
    }

    /** Known before all else, as blocks need it for their files; another value than a text is refused when its turn is. */
    private static String homeOf(Config own) {
        return own.hasPath(HOME) && own.getValue(HOME).valueType() == ConfigValueType.STRING ? own.getString(HOME) : "";
    }

    private SluiceConfig read(Written text) {
        new MapReader(variables).read(root.block("maps"), defaults.block("map"));
        ServerTlsReader tls = new ServerTlsReader(defaults.block("tls"), home);
        Map<String, ListenerConfig> listeners = listeners(tls);
        Map<String, UpstreamConfig> upstreams = upstreams();
        Map<String, AccessLogConfig> logs = new AccessLogReader(home).read(root, defaults.block("access-log"));
        RouteReader routes = new RouteReader(
                defaults.block("route"),
                upstreams.keySet(),
                new ClientTlsReader(defaults.block("upstream-tls"), home),
                new FilesReader(home),
                logs.keySet());
        List<HostConfig> hosts =
                new HostReader(defaults, listeners.keySet(), routes, logs.keySet(), tls).read(root.block("hosts"));
        if (hosts.isEmpty()) {
            missing("hosts", "at least one: hosts { site { routes = [ … ] } }");
        }
        new HostRules(root, problems).check(hosts, listeners.keySet());
        tls.checkShown(hosts);
        Optional<AdminConfig> admin = new AdminReader(home, tls).read(root.block("admin"));
        new BindRules(root).check(listeners.values(), admin);
        skipUnused(listeners, upstreams, hosts);
        return new SluiceConfig(
                file,
                workers(),
                root.integer("max-connections", 1, 10_000_000),
                root.duration("shutdown-timeout", Duration.ZERO, LONGEST),
                DrainConfig.read(root.block("drain")),
                PluginsReader.read(root, home),
                TlsReader.read(root.block("tls")),
                ResolverReader.read(root.block("resolver")),
                listeners,
                upstreams,
                hosts,
                logs,
                new ErrorLogReader(home).read(root, logs),
                admin,
                root.block("metrics").bool("jmx"),
                text);
    }

    /** Defaults of what the file has none of are not read, and yet not unknown. */
    private void skipUnused(
            Map<String, ListenerConfig> listeners, Map<String, UpstreamConfig> upstreams, List<HostConfig> hosts) {
        if (listeners.values().stream().allMatch(listener -> listener.tls().isEmpty())) {
            defaults.block("tls").skip();
        }
        if (upstreams.values().stream().allMatch(upstream -> upstream.tls().isEmpty())) {
            defaults.block("upstream-tls").skip();
        }
        if (upstreams.values().stream().allMatch(upstream -> upstream.health().isEmpty())) {
            defaults.block("health").skip();
        }
        if (upstreams.isEmpty()) {
            defaults.block("upstream").skip();
            defaults.block("server").skip();
        }
        if (root.block("maps").none()) {
            defaults.block("map").skip();
        }
        if (hosts.isEmpty()) {
            defaults.block("host").skip();
        }
        if (hosts.stream().allMatch(host -> host.routes().isEmpty())) {
            defaults.block("route").skip();
        }
    }

    private int workers() {
        Optional<String> word = root.word("workers");
        if (word.filter("auto"::equals).isPresent()) {
            return Runtime.getRuntime().availableProcessors();
        }
        if (word.filter(text -> text.matches("-?[0-9]+")).isEmpty()) {
            root.refuse("workers", "auto, or a whole number from 1 to 1024");
            return 1;
        }
        return root.integer("workers", 1, 1024);
    }

    private Map<String, ListenerConfig> listeners(ServerTlsReader tls) {
        Map<String, ListenerConfig> listeners = new LinkedHashMap<>();
        root.block("listeners").named(defaults.block("listener")).forEach((name, block) -> {
            listeners.put(name, ListenerReader.read(name, block, tls));
        });
        if (listeners.isEmpty()) {
            missing("listeners", "at least one: listeners { web { bind = \"0.0.0.0:8080\" } }");
        }
        return listeners;
    }

    /** The place of what the file does not have is the file. */
    private void missing(String key, String expected) {
        problems.add(file + ": sluice." + key + ": not set (expected: " + expected + ")");
    }

    private Map<String, UpstreamConfig> upstreams() {
        Map<String, UpstreamConfig> upstreams = new LinkedHashMap<>();
        UpstreamReader reader = new UpstreamReader(
                defaults.block("server"),
                defaults.block("health"),
                new ClientTlsReader(defaults.block("upstream-tls"), home));
        root.block("upstreams").named(defaults.block("upstream")).forEach((name, block) -> {
            upstreams.put(name, reader.read(name, block));
        });
        return upstreams;
    }
}
