# The sidecar image; `make image` builds it.
# Plain Dockerfile syntax, so that the classic builder and BuildKit both build it. A release pins the base by digest:
# --build-arg BASE_IMAGE=python:3.13-slim@sha256:...
ARG BASE_IMAGE=python:3.13-slim

FROM ${BASE_IMAGE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore PYTHONOPTIMIZE=1 PYTHONSAFEPATH=1
# The base image's pip fills the environment from outside, so none is in it.
RUN python -m venv --without-pip /opt/mockserver
WORKDIR /src
COPY . .
# unchecked-hash: the byte code counts whatever the layers do to the files' times.
RUN python -m pip --python /opt/mockserver/bin/python install --no-compile --constraint requirements/constraints.txt . \
    && python -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/mockserver/lib \
    && /opt/mockserver/bin/python -c 'from mockserver.scenario import library as l; l.warm(l.Library(l.shipped_library()))'

FROM ${BASE_IMAGE}
# The official images come without the standard library's byte code: half of the start at 0.25 CPU would be compiling.
RUN PYTHONOPTIMIZE=1 python -m compileall -q -j 0 --invalidation-mode unchecked-hash \
        -x '/(ensurepip|idlelib|lib2to3|pydoc_data|site-packages|test|tests|tkinter|turtledemo)/' \
        "$(python -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')" \
    && useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin mockserver
COPY --from=build /opt/mockserver /opt/mockserver
ENV PATH=/opt/mockserver/bin:$PATH \
    PYTHONOPTIMIZE=1 PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PYTHONSAFEPATH=1 \
    MOCKSERVER_HOST=0.0.0.0
USER 10001:10001
EXPOSE 8080 8443
STOPSIGNAL SIGTERM
# One probe costs about 20 ms of CPU, 16 of them the engine's own exec; `mockserver healthcheck` 49, urllib 94.
# No --start-interval: the classic builder refuses it; the README says how to give it when the container is started.
HEALTHCHECK --interval=5s --timeout=5s --start-period=30s --retries=3 \
    CMD ["/bin/bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${MOCKSERVER_PORT:-8080} && printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200 '* ]]"]
ENTRYPOINT ["/opt/mockserver/bin/python", "-m", "mockserver"]
CMD ["serve"]
